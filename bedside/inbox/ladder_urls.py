"""The addresses of teams and of the inbox's settings, below /w/<org>/."""

from django.urls import path

from bedside.inbox.views import ladder, teams

app_name = "ladder"
urlpatterns = [
    path("people/teams/", teams.teams, name="teams"),
    path("people/teams/new/", teams.new_team, name="new-team"),
    path("people/teams/<int:pk>/", teams.keep_team, name="team"),
    path("people/teams/<int:pk>/end/", teams.end_team, name="end-team"),
    path("settings/ladder/", ladder.levels, name="levels"),
    path("settings/ladder/<slug:name>/", ladder.level, name="level"),
    path("settings/routing/", ladder.routes, name="routes"),
    path("settings/routing/new/", ladder.new_route, name="new-route"),
    path("settings/routing/<int:pk>/", ladder.keep_route, name="route"),
    path("settings/routing/<int:pk>/move/", ladder.move_route, name="move-route"),
    path("settings/routing/<int:pk>/end/", ladder.end_route, name="end-route"),
    path("settings/paging/", ladder.pager, name="pager"),
    path("settings/paging/test/", ladder.try_pager, name="try-pager"),
]
