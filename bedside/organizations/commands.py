"""`bedside people first`: the account that can found the first hospital."""

import argparse
import json
import secrets


def add_parsers(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    people = sub.add_parser("people", help="accounts by hand").add_subparsers(required=True)
    first_parser = people.add_parser("first", help="make the first sign-in, once; prints it as JSON")
    first_parser.add_argument("--email", default="admin@bedside.localhost")
    first_parser.set_defaults(run=first)


def first(arguments: argparse.Namespace) -> int:
    from bedside.kit.process import database

    with database():
        from bedside.organizations import queries
        from bedside.organizations.models import User

        if not queries.anybody():
            password = "-".join(secrets.token_hex(2) for _ in range(4))
            User.objects.create_user(arguments.email, password, name="Administrator")
            print(json.dumps({"email": arguments.email, "password": password}))
    return 0
