"""The portal's own addresses on the public door."""

from django.urls import path, re_path

from portal import my, views

app_name = "portal"

urlpatterns = [
    path("search/", views.find, name="search"),
    path("contact/", views.contact, name="contact"),
    path("viewing/", views.viewing, name="viewing"),
    path("my/", my.home, name="my"),
    path("staff/", views.staff_entrance, name="staff_entrance"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    re_path(r"^handoff/?$", views.handoff_door, name="handoff"),
    re_path(r"^handoff/", views.handoff_nothing),
]
