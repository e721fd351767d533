from django.urls import path

from .views import own

app_name = "training_history"

urlpatterns = [path("my/history/", own.history_page, name="own")]
