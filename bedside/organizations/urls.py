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
    path("people/on-call/", views.rotas, name="rotas"),
    path("people/on-call/new/", views.new_rota, name="new-rota"),
    path("people/on-call/<int:pk>/", views.rota, name="rota"),
    path("people/on-call/<int:pk>/edit/", views.keep_rota, name="keep-rota"),
    path("people/on-call/<int:pk>/end/", views.end_rota, name="end-rota"),
    path("people/on-call/<int:pk>/take-over/", views.take_over, name="take-over"),
    path("people/on-call/<int:pk>/cover/", views.cover, name="cover"),
    path("people/on-call/<int:pk>/swap/", views.swap, name="swap"),
    path("people/on-call/<int:pk>/covers/<int:cover>/end/", views.end_cover, name="end-cover"),
    path("settings/hours/", views.hours, name="hours"),
    path("me/", views.reach, name="reach"),
    path("me/notices/", views.notices, name="notices"),
    path("me/trial/", views.try_notice, name="try-notice"),
    path("me/browsers/", views.add_device, name="add-device"),
    path("me/browsers/<int:pk>/end/", views.end_device, name="end-device"),
    path("me/away/", views.away, name="away"),
    path("me/back/", views.back, name="back"),
]
