"""`bedside audit verify`: reads every chain and says where one breaks."""

import argparse


def add_parsers(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    audit = sub.add_parser("audit", help="the record of everything done").add_subparsers(required=True, metavar="ACT")
    verify_parser = audit.add_parser("verify", help="read every chain; exit 1 where one is broken")
    verify_parser.add_argument("--organization", default="", help="one hospital's slug; all without it")
    verify_parser.set_defaults(run=verify)


def verify(arguments: argparse.Namespace) -> int:
    from bedside.kit.process import database

    with database():
        from bedside.audit import queries
        from bedside.organizations import tenancy
        from bedside.organizations.queries import organizations

        broken = 0
        for organization in organizations():
            if arguments.organization not in ("", organization.slug):
                continue
            with tenancy.entered(organization.pk):
                number, fault = queries.verify(organization)
            if fault:
                broken += 1
                print(f"✗ {organization.slug}: {fault.said} {number} entries before it are whole.")
            else:
                print(f"✓ {organization.slug}: {number} entries, unbroken.")
    return 1 if broken else 0
