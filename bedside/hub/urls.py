from django.urls import path

from bedside.hub import views
from bedside.hub.views import care, following, newsletter, policy

app_name = "hub"
urlpatterns = [
    path("", views.home, name="home"),
    path("topics/<slug:topic>/", views.topic, name="topic"),
    path("posts/<slug:slug>/", views.post, name="post"),
    path("posts/<slug:slug>/comments/", views.comment, name="comment"),
    path("pictures/<slug:sha256>", views.picture, name="picture"),
    path("privacy/", views.privacy, name="privacy"),
    path("newsletter/", newsletter.subscribe, name="newsletter"),
    path("newsletter/confirm/<slug:token>/", newsletter.confirm, name="confirm"),
    path("newsletter/leave/<slug:token>/", newsletter.leave, name="leave"),
    path("you-said-we-did/", care.changed, name="changed"),
    path("how-did-we-do/<slug:token>/", care.survey, name="survey"),
    path("private/", care.private, name="private"),
    path("private/write/", care.private_write, name="private-write"),
    path("private/leave/", care.private_leave, name="private-leave"),
    path("private/<slug:token>/", care.private_open, name="private-open"),
    path("comment-policy/", policy.policy, name="policy"),
    path("comment-policy/ask/", policy.ask, name="policy-ask"),
    path("comment-policy/asked/<slug:token>/", policy.asked, name="policy-asked"),
    path("feed.rss", following.rss, name="rss"),
    path("feed.atom", following.atom, name="atom"),
    path("feed.json", following.json, name="json"),
    path("feeds/<slug:feed>.<slug:format>", following.own, name="feed"),
]
