from typing import Any

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "bedside.audit"

    def ready(self) -> None:
        from bedside.audit import actions
        from bedside.organizations.happenings import happened

        def note(details: dict[str, Any], signal: object, sender: object, **said: Any) -> None:
            actions.record(said.pop("kind"), **said, **details)

        happened.connect(note, weak=False, dispatch_uid="bedside.audit")
