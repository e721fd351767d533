from django.urls import path

from .views import acting

app_name = "directory"

urlpatterns = [
    path("my/agencies/", acting.choose, name="choose_agency"),
]
