from django.apps import AppConfig


class Ui(AppConfig):
    name = "bedside.ui"
    label = "ui"
