from django.urls import path

from .views import people, windows

app_name = "coverage"

urlpatterns = [
    path("directory/windows/", windows.windows, name="windows"),
    path("directory/windows.csv", windows.windows_file, name="windows_file"),
    path("my/windows/", windows.own, name="own_window"),
    path("my/key-people/", people.listed, name="key_people"),
]
