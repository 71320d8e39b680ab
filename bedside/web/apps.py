from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bedside.web"

    def ready(self) -> None:
        from bedside import wiring

        wiring.connect()
