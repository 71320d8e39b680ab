"""`bedside up`, `worker`, `migrate`, `keys`, `doctor`: running the product on this machine."""

import argparse


def add_parsers(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    up_parser = sub.add_parser("up", help="start everything: database, web, worker")
    up_parser.add_argument("--demo", action="store_true", help="with a fictional hospital and a year of its life")
    up_parser.add_argument("--tour", action="store_true", help="run the main story, print each step, stop; exit 0 or 1")
    up_parser.add_argument("--pds", metavar="URL", default="", help="with --tour: a real Bluesky server to use")
    up_parser.set_defaults(run=up)
    sub.add_parser("worker", help="run jobs (`up` starts one)").set_defaults(run=worker)
    sub.add_parser("migrate", help="bring the database up to date (`up` does it)").set_defaults(run=migrate)
    keys = sub.add_parser("keys", help="the keys that seal patients' originals").add_subparsers(required=True)
    keys.add_parser("rotate", help="make a new key and seal everything anew with it").set_defaults(run=rotate)
    demo_parser = sub.add_parser("demo", help="the fictional hospital (`up --demo` uses it)").add_subparsers(
        required=True
    )
    demo_parser.add_parser("fill", help="make it, with a year of its life, once").set_defaults(run=fill)
    demo_parser.add_parser("play", help="let its public write while one looks").set_defaults(run=play)
    tour_parser = sub.add_parser("tour", help="the main story against a running stack (`up --tour` uses it)")
    tour_parser.add_argument("--url", required=True, help="where Bedside answers")
    tour_parser.add_argument("--pds", default="", help="a real Bluesky server to use instead of the rehearsal")
    tour_parser.set_defaults(run=tour)
    sub.add_parser("doctor", help="check everything and explain what is wrong").set_defaults(run=doctor)


def up(arguments: argparse.Namespace) -> int:
    from bedside import supervisor
    from bedside.web import start

    return supervisor.run(rehearsal=arguments.demo or arguments.tour, ready=start.ready(arguments))


def worker(arguments: argparse.Namespace) -> int:
    from bedside.kit.process import database

    with database():
        from bedside.environment import environment
        from bedside.kit import queue

        queue.work(threads=environment().worker_threads)
    return 0


def migrate(arguments: argparse.Namespace) -> int:
    """Tables, policies, rights, and the pages' files; as the owner of the tables."""
    from bedside.kit.process import database

    with database(as_owner=True):
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return 0


def rotate(arguments: argparse.Namespace) -> int:
    from bedside.kit.process import database

    with database():
        from bedside.web import rotation

        return rotation.rotate()


def doctor(arguments: argparse.Namespace) -> int:
    from bedside.web import doctor as checks

    return checks.run()


def fill(arguments: argparse.Namespace) -> int:
    from bedside.kit.process import database

    with database():
        from bedside.web.demo.fill import run

        return run()


def play(arguments: argparse.Namespace) -> int:
    from bedside.kit.process import database

    with database():
        from bedside.web.demo.play import run

        return run()


def tour(arguments: argparse.Namespace) -> int:
    from bedside.kit.process import database

    with database():
        from bedside.web.tour import run

        return run(arguments.url, pds=arguments.pds)
