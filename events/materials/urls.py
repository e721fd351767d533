from django.urls import path

from .views import own

app_name = "materials"

urlpatterns = [
    path("participants/<str:token>/materials/<int:pk>/<str:name>", own.by_link, name="by_link"),
    path("my/materials/", own.of_agency, name="of_agency"),
    path("my/materials/<int:pk>/<str:name>", own.file_of_agency, name="file_of_agency"),
]
