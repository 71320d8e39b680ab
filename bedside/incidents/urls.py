from django.urls import path

from bedside.incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.log, name="list"),
    path("log.csv", views.log_csv, name="csv"),
    path("new/", views.report, name="report"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("deadlines/<int:deadline>/end/", views.deadline_end, name="deadline-end"),
    path("<int:pk>/", views.incident, name="incident"),
    path("<int:pk>/facts/", views.facts, name="facts"),
    path("<int:pk>/containment/", views.contain, name="contain"),
    path("<int:pk>/removals/<int:removal>/again/", views.removal_again, name="removal-again"),
    path("<int:pk>/removals/<int:removal>/check/", views.removal_check, name="removal-check"),
    path("<int:pk>/removals/<int:removal>/hand/", views.removal_hand, name="removal-hand"),
    path("<int:pk>/evidence/file/", views.evidence_file, name="evidence-file"),
    path("<int:pk>/evidence/reach/", views.evidence_reach, name="evidence-reach"),
    path("<int:pk>/evidence/<int:exhibit>/", views.evidence, name="evidence"),
    path("<int:pk>/assessment/", views.assessment, name="assessment"),
    path("<int:pk>/assessment/<int:assessment>/confirmation/", views.confirm, name="confirm"),
    path("<int:pk>/people/", views.people, name="people"),
    path("<int:pk>/people/entries/", views.person_add, name="person-add"),
    path("<int:pk>/people/reveal/", views.people_reveal, name="people-reveal"),
    path("<int:pk>/letters/<slug:letter>/", views.letter, name="letter"),
    path("<int:pk>/letters/<slug:letter>/print/", views.letter_print, name="letter-print"),
    path("<int:pk>/letters/<slug:letter>/text/", views.letter_text, name="letter-text"),
    path("<int:pk>/letters/<slug:letter>/html/", views.letter_html, name="letter-html"),
    path("<int:pk>/notices/", views.notices, name="notices"),
    path("<int:pk>/closing/", views.close, name="close"),
    path("<int:pk>/reopening/", views.reopen, name="reopen"),
    path("<int:pk>/hold/", views.hold, name="hold"),
    path("<int:pk>/shredding/", views.shred, name="shred"),
    path("<int:pk>/case-file/", views.case_file, name="case-file"),
]
