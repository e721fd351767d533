from django.urls import path

from .views import own, walking

app_name = "paths"

urlpatterns = [
    path("paths/", walking.path_list, name="list"),
    path("paths/<int:pk>/", walking.path, name="path"),
    path("paths/<int:pk>/begin/", walking.begin, name="begin"),
    path("paths/<int:pk>/say/", walking.say, name="say"),
    path("my/paths/", own.of_agency, name="of_agency"),
]
