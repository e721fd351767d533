from django.urls import path

from .views import own

app_name = "campaigns"

urlpatterns = [path("my/videos/", own.own, name="own")]
