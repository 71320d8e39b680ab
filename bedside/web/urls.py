"""Every address of the product, spelled out."""

from django.urls import include, path

from bedside.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("ui/", include("bedside.ui.urls")),
]
