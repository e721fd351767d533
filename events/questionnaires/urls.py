from django.urls import path

from .views import answering

app_name = "questionnaires"

urlpatterns = [
    path("participants/<str:token>/questionnaires/<int:pk>/", answering.answer, name="answer"),
]
