from django.urls import path

from bedside.ui import views

app_name = "ui"
urlpatterns = [
    path("theme", views.theme, name="theme"),
    path("mark.svg", views.mark, name="mark"),
    path("worker.js", views.worker, name="worker"),
    path("<str:digest>.<str:kind>", views.asset, name="asset"),
]
