from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings


class AuditConfig(AppConfig):
    name = "bedside.audit"

    def ready(self) -> None:
        from bedside.audit import actions
        from bedside.organizations.happenings import happened

        def note(details: dict[str, Any], signal: object, sender: object, **said: Any) -> None:
            actions.record(said.pop("kind"), **said, **details)

        happened.connect(note, weak=False, dispatch_uid="bedside.audit")
        # Who hears whom is decided above every domain, so it is named in the settings rather than imported.
        import_module(settings.WIRING).connect()
