from django.urls import path

from bedside.channels import views
from bedside.channels.views import newsletter

app_name = "channels"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("rehearse/", views.rehearse, name="rehearse"),
    path("connect/<slug:network>/", views.connect, name="connect"),
    path("connect/<slug:network>/keys/", views.keys, name="keys"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/onward/", views.onward, name="onward"),
    path("<int:pk>/choose/", views.choose, name="choose"),
    path("<int:pk>/test/", views.test, name="test"),
    path("<int:pk>/bring/", views.bring, name="bring"),
    path("<int:pk>/reconnect/", views.reconnect, name="reconnect"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/subscribers/", newsletter.subscribers, name="subscribers"),
    path("<int:pk>/subscribers/import/", newsletter.bring_in, name="subscribers-import"),
    path("<int:pk>/subscribers/export/", newsletter.export, name="subscribers-export"),
    path("subscribers/<int:pk>/end/", newsletter.end, name="subscriber-end"),
    path("subscribers/<int:pk>/forget/", newsletter.forget, name="subscriber-forget"),
    path("issues/<int:pk>/", newsletter.issue, name="issue"),
    path("issues/<int:pk>/stop/", newsletter.stop, name="issue-stop"),
    path("issues/<int:pk>/again/", newsletter.again, name="issue-again"),
    path("deliveries/<int:pk>/settle/", views.settle, name="settle"),
]
