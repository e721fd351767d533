from django.urls import path

from . import views

app_name = "tags"

urlpatterns = [
    path("tags/", views.tag_list, name="list"),
    path("tags/<str:slug>/", views.tag_page, name="tag"),
]
