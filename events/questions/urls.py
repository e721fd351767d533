from django.urls import path

from .views import own

app_name = "questions"

urlpatterns = [
    path("applications/<str:token>/questions/", own.answer, name="answer"),
    path("applications/<str:token>/questions/<int:pk>/file/", own.file, name="file"),
]
