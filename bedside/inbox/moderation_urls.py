"""The addresses of moderation, below /w/<org>/moderation/."""

from django.urls import path

from bedside.inbox.views import appeals, claims, moderation, policies, suspicions

app_name = "moderation"
urlpatterns = [
    path("", moderation.log, name="log"),
    path("log.csv", moderation.export, name="export"),
    path("acts/<int:pk>/", moderation.act, name="act"),
    path("acts/<int:pk>/undo/", moderation.undo, name="undo"),
    path("acts/<int:pk>/evidence/", moderation.evidence, name="evidence"),
    path("queue/", suspicions.queue, name="queue"),
    path("queue/<int:pk>/judge/", suspicions.judge, name="judge"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<int:pk>/", appeals.appeal, name="appeal"),
    path("appeals/<int:pk>/match/", appeals.match, name="match"),
    path("appeals/<int:pk>/decide/", appeals.decide, name="decide"),
    path("policy/", policies.policy, name="policy"),
    path("policy/edit/", policies.edit, name="policy-edit"),
    path("policy/holding/", policies.holding, name="holding"),
    path("policy/<int:number>/", policies.version, name="policy-version"),
    path("policy/<int:number>/propose/", policies.propose, name="policy-propose"),
    path("policy/<int:number>/approve/", policies.approve, name="policy-approve"),
    path("policy/<int:number>/return/", policies.send_back, name="policy-return"),
    path("corrections/", claims.claims, name="claims"),
    path("corrections/new/", claims.new, name="claim-new"),
    path("corrections/<int:pk>/", claims.claim, name="claim"),
    path("corrections/<int:pk>/approve/", claims.approve, name="claim-approve"),
    path("corrections/<int:pk>/retire/", claims.retire, name="claim-retire"),
]
