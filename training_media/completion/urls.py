from django.urls import path

from .views import done, question

app_name = "completion"

urlpatterns = [
    path("videos/<slug:slug>/watch/done/", done.done, name="done"),
    path("videos/<slug:slug>/watch/done/certificate/", done.receive, name="receive"),
    path("videos/<slug:slug>/watch/done/<slug:number>.pdf", done.paper, name="paper"),
    path("videos/<slug:slug>/watch/<int:number>/question/", question.question, name="question"),
]
