from django.urls import path

from bedside.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("new/", views.write, name="write"),
    path("check/", views.check, name="check"),
    path("<int:pk>/", views.post, name="post"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/approval-request/", views.ask, name="ask"),
    path("<int:pk>/release-request/", views.appeal, name="appeal"),
    path("<int:pk>/approval/", views.approve, name="approve"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/take-back/", views.take_back, name="take-back"),
    path("<int:pk>/correction/release-request/", views.appeal_correction, name="appeal-correction"),
    path("<int:pk>/correction/", views.correct, name="correct"),
    path("<int:pk>/withdrawal/", views.withdraw, name="withdraw"),
    path("<int:pk>/deliveries/<int:delivery>/<slug:act>/", views.delivery, name="delivery"),
    path("<int:pk>/pictures/", views.picture_add, name="picture-add"),
    path("<int:pk>/pictures/<int:picture>/", views.picture, name="picture"),
    path("<int:pk>/pictures/<int:picture>/captions/", views.captions, name="captions"),
    path("<int:pk>/pictures/<int:picture>/shown/", views.picture_shown, name="picture-shown"),
    path("<int:pk>/pictures/<int:picture>/remove/", views.picture_remove, name="picture-remove"),
]
