from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "bedside.guard"
