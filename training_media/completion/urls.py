from django.urls import path

from .views import done, own, question

app_name = "completion"

urlpatterns = [
    path("videos/<slug:slug>/watch/done/", done.done, name="done"),
    path("videos/<slug:slug>/watch/done/certificate/", done.receive, name="receive"),
    path("videos/<slug:slug>/watch/done/<int:viewer>.pdf", done.paper, name="paper"),
    path("videos/<slug:slug>/watch/<int:number>/question/", question.question, name="question"),
    path("my/videos/certificates/", own.own, name="own"),
    path("my/videos/certificates/<slug:slug>/", own.take, name="take"),
]
