from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "bedside.publishing"

    def ready(self) -> None:
        from bedside.guard.queries import offer_texts
        from bedside.publishing.outgoing import SOURCES

        for subject, source in SOURCES.items():
            offer_texts(subject, source)
