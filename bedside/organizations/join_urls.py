"""The address of invitation links; outside the workspace, because who opens one is nobody's member yet."""

from django.urls import path

from bedside.organizations import views

urlpatterns = [path("<slug:org>/<str:secret>/", views.join, name="join")]
