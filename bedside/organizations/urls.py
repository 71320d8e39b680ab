from django.urls import path

from bedside.organizations import views

app_name = "organizations"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", views.uninvite, name="uninvite"),
    path("people/<int:pk>/", views.member, name="member"),
    path("people/<int:pk>/remove/", views.remove, name="remove"),
    path("settings/", views.settings, name="settings"),
    path("settings/keys/", views.keys, name="keys"),
    path("settings/keys/<int:pk>/withdraw/", views.withdraw_key, name="withdraw-key"),
]
