"""The addresses of the inbox, below /w/<org>/inbox/."""

from django.urls import path

from bedside.inbox import views
from bedside.inbox.views import clinician

app_name = "inbox"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<int:pk>/", views.conversation, name="conversation"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/reply/", views.reply, name="reply"),
    path("<int:pk>/release-request/", views.appeal, name="appeal"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/note/", views.note, name="note"),
    path("<int:pk>/messages/<int:message>/reveal/", views.reveal, name="reveal"),
    path("<int:pk>/messages/<int:message>/moderate/", views.moderate, name="moderate"),
    path("<int:pk>/replies/<int:answer>/try-again/", views.try_again, name="try_again"),
    path("<int:pk>/replies/<int:answer>/check-now/", views.check_now, name="check_now"),
    path("<int:pk>/answers/", views.approved, name="approved"),
    path("<int:pk>/answers/<int:approved>/", views.insert, name="insert"),
    path("<int:pk>/draft/", views.draft, name="draft"),
    path("releases/", views.releases, name="releases"),
    path("releases/settings/", views.releasing, name="releasing"),
    path("releases/<int:pk>/", views.release, name="release"),
    path("releases/<int:pk>/go/", views.let_go, name="let-go"),
    path("releases/<int:pk>/return/", views.return_answer, name="return"),
    path("releases/<int:pk>/take-back/", views.take_back, name="take-back"),
    path("<int:pk>/answer/", clinician.one, name="one"),
    path("<int:pk>/not-mine/", clinician.not_mine, name="not_mine"),
    path("<int:pk>/page/", clinician.paged, name="paged"),
    path("<int:pk>/page/take/", clinician.take_page, name="take_page"),
    path("<int:pk>/page/step/", clinician.safety_step, name="safety_step"),
    path("filters/", views.filters, name="filters"),
    path("views/", views.save_view, name="save_view"),
    path("bulk/", views.bulk, name="bulk"),
    path("undo/", views.undo, name="undo"),
    path("follow-ups/", views.follow_ups, name="follow_ups"),
    path("people/<int:pk>/", views.person, name="person"),
    path("<int:pk>/snooze/", views.snooze, name="snooze"),
    path("<int:pk>/spam/", views.spam, name="spam"),
    path("<int:pk>/label/", views.label, name="label"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/messages/<int:message>/split/", views.split, name="split"),
    path("<int:pk>/follow-up/", views.follow_up, name="follow_up"),
    path("<int:pk>/presence/", views.presence, name="presence"),
    path("<int:pk>/take-over/", views.take_over, name="take_over"),
]
