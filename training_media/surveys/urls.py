from django.urls import path

from .views import answering

app_name = "surveys"

urlpatterns = [
    path("videos/<slug:slug>/watch/questionnaire/", answering.answer, name="answer"),
]
