"""The addresses of the privacy area, below /w/<org>/guard/."""

from django.urls import path

from bedside.guard import views

app_name = "guard"
urlpatterns = [
    path("", views.home, name="home"),
    path("etiquette/", views.etiquette, name="etiquette"),
    path("etiquette/attestation/", views.attest, name="attest"),
    path("etiquette/read/<int:pk>/", views.attested, name="attested"),
    path("readers/", views.readers, name="readers"),
    path("readers.csv", views.readers_csv, name="readers-export"),
    path("requests/", views.appeals, name="requests"),
    path("requests/<int:pk>/", views.appeal, name="request"),
    path("requests/<int:pk>/release/", views.release, name="release"),
    path("requests/<int:pk>/refusal/", views.refuse, name="refuse"),
    path("requests/<int:pk>/take-back/", views.take_back, name="take-back"),
    path("policy/", views.policy, name="policy"),
    path("policy/new/", views.draft, name="draft"),
    path("policy/<int:pk>/", views.version, name="version"),
    path("policy/<int:pk>/edit/", views.edit, name="edit"),
    path("policy/<int:pk>/policy.json", views.data, name="data"),
    path("policy/<int:pk>/proposal/", views.propose, name="propose"),
    path("policy/<int:pk>/comparison/", views.compare, name="compare"),
    path("policy/<int:pk>/approval/", views.approve, name="approve"),
    path("policy/<int:pk>/send-back/", views.send_back, name="send-back"),
    path("policy/<int:pk>/withdrawal/", views.withdraw, name="withdraw"),
    path("findings/", views.feedback, name="feedback"),
    path("findings/wrong/", views.dispute, name="dispute"),
    path("findings/export.jsonl", views.export, name="feedback-export"),
    path("findings/about/<slug:rule>/", views.quotes, name="quotes"),
    path("findings/<int:pk>/allow/", views.allow, name="allow"),
]
