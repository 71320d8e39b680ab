from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "bedside.inbox"

    def ready(self) -> None:
        from bedside.guard.queries import offer_texts
        from bedside.inbox.outgoing import SOURCES

        for subject, source in SOURCES.items():
            offer_texts(subject, source)
