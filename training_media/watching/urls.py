from django.urls import path

from .views import beacons, door, own, player

app_name = "watching"

urlpatterns = [
    path("videos/beacons/", beacons.beacons, name="beacons"),
    path("watch/", door.enter, name="enter"),
    path("watch/pin/", door.pin, name="pin"),
    path("watch/who/", door.who, name="who"),
    path("watch/leave/", door.leave, name="leave"),
    path("watch/card/<str:code>/", door.by_code, name="by_code"),
    path("watch/me/<str:token>/", door.personal, name="personal"),
    path("watch/record/", own.record, name="record"),
    path("watch/record/file/", own.file, name="record_file"),
    path("videos/<slug:slug>/watch/", player.course, name="course"),
    path("videos/<slug:slug>/watch/together/", player.together, name="together"),
    path("videos/<slug:slug>/watch/count/", player.count, name="count"),
    path("videos/<slug:slug>/watch/<int:number>/", player.player, name="player"),
    path("videos/<slug:slug>/watch/<int:number>/begin/", player.begin, name="begin"),
    path("videos/<slug:slug>/watch/<int:number>/said/", player.said, name="said"),
]
