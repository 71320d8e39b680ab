"""The addresses of approved answers, below /w/<org>/answers/."""

from django.urls import path

from bedside.answers import views

app_name = "answers"
urlpatterns = [
    path("", views.library, name="list"),
    path("new/", views.write, name="write"),
    path("check/", views.check, name="check"),
    path("starters/", views.starters, name="starters"),
    path("file/", views.bring_in, name="import"),
    path("answers.<slug:format>", views.export, name="export"),
    path("variables/", views.variables, name="variables"),
    path("drafting/", views.drafting, name="drafting"),
    path("drafting/off/", views.drafting_off, name="drafting-off"),
    path("<int:pk>/", views.answer, name="answer"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/proposal/", views.propose, name="propose"),
    path("<int:pk>/approval/", views.approve, name="approve"),
    path("<int:pk>/send-back/", views.send_back, name="send-back"),
    path("<int:pk>/confirmation/", views.confirm, name="confirm"),
    path("<int:pk>/retirement/", views.retire, name="retire"),
    path("<int:pk>/return/", views.bring_back, name="bring-back"),
]
