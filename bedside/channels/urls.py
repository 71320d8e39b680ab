from django.urls import path

from bedside.channels import views

app_name = "channels"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("connect/<slug:network>/", views.connect, name="connect"),
    path("<int:pk>/reconnect/", views.reconnect, name="reconnect"),
    path("<int:pk>/close/", views.close, name="close"),
]
