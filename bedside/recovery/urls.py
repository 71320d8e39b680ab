"""The addresses of service recovery, below /w/<org>/recovery/."""

from django.urls import path

from bedside.recovery import views

app_name = "recovery"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.open_by_hand, name="open"),
    path("new/<int:conversation>/", views.open_from, name="open-from"),
    path("cases.csv", views.export, name="csv"),
    path("measures/", views.measures, name="measures"),
    path("changes/", views.changes, name="changes"),
    path("changes/<int:pk>/done/", views.change_done, name="change-done"),
    path("changes/<int:pk>/public/", views.change_public, name="change-public"),
    path("changes/<int:pk>/approval/", views.change_approve, name="change-approve"),
    path("changes/<int:pk>/withdrawal/", views.change_withdraw, name="change-withdraw"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/facts/", views.facts, name="facts"),
    path("<int:pk>/steps/<slug:step>/", views.step, name="step"),
    path("<int:pk>/note/", views.note, name="note"),
    path("<int:pk>/reveal/", views.reveal, name="reveal"),
    path("<int:pk>/conversations/", views.join, name="join"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/hold/", views.hold, name="hold"),
    path("<int:pk>/private/", views.hand_off, name="handoff"),
    path("<int:pk>/private/<int:handoff>/end/", views.end_handoff, name="handoff-end"),
    path("<int:pk>/private/<int:handoff>/answer/", views.answer, name="handoff-answer"),
    path("<int:pk>/grievance/", views.grievance, name="grievance"),
    path("<int:pk>/letter/", views.letter, name="letter"),
    path("<int:pk>/letter/print/", views.letter_print, name="letter-print"),
    path("<int:pk>/letter/sent/", views.letter_sent, name="letter-sent"),
    path("<int:pk>/survey/", views.survey, name="survey"),
    path("<int:pk>/changes/", views.change_add, name="change-add"),
]
