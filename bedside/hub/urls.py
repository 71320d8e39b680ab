from django.urls import path

from bedside.hub import following, views

app_name = "hub"
urlpatterns = [
    path("", views.home, name="home"),
    path("topics/<slug:topic>/", views.topic, name="topic"),
    path("posts/<slug:slug>/", views.post, name="post"),
    path("posts/<slug:slug>/comments/", views.comment, name="comment"),
    path("pictures/<slug:sha256>", views.picture, name="picture"),
    path("privacy/", views.privacy, name="privacy"),
    path("feed.rss", following.rss, name="rss"),
    path("feed.atom", following.atom, name="atom"),
    path("feed.json", following.json, name="json"),
    path("feeds/<slug:feed>.<slug:format>", following.own, name="feed"),
]
