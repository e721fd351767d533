from django.urls import path

from .views import desk

app_name = "completion_desk"

urlpatterns = [path("videos/<int:pk>/completion/", desk.rule, name="rule")]
