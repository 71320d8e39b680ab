from django.urls import path

from bedside.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.record, name="record"),
    path("export.csv", views.export, {"form": "csv"}, name="export-csv"),
    path("export.jsonl", views.export, {"form": "json"}, name="export-json"),
]
