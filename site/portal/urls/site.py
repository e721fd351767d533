"""The portal's own addresses on the public door."""

from django.urls import path, re_path

from portal import feeds, my, paper_views, views
from portal.downloads.counting import counted
from portal.downloads.enums import Sheet

app_name = "portal"

urlpatterns = [
    path("search/", views.find, name="search"),
    path("contact/", views.contact, name="contact"),
    path("viewing/", views.viewing, name="viewing"),
    path("site-map/", views.site_map, name="site_map"),
    path("news/feed.xml", feeds.news_feed, name="news_feed"),
    path("events/feed.xml", feeds.events_feed, name="events_feed"),
    path("papers/flow.pdf", counted(Sheet.FLOW)(paper_views.flow_sheet), name="flow_sheet"),
    path("papers/duties.pdf", counted(Sheet.DUTIES)(paper_views.duty_sheet), name="duty_sheet"),
    path("papers/leaflet.pdf", counted(Sheet.LEAFLET)(paper_views.leaflet), name="leaflet"),
    path(
        "papers/principles.pdf",
        counted(Sheet.PRINCIPLES)(paper_views.principles_poster),
        name="principles_poster",
    ),
    path("papers/centres.csv", counted(Sheet.CENTRES)(paper_views.centre_list), name="centre_list"),
    path("viewing/furigana/", views.switch_furigana, name="furigana"),
    path("my/", my.home, name="my"),
    path("staff/", views.staff_entrance, name="staff_entrance"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    re_path(r"^handoff/?$", views.handoff_door, name="handoff"),
    re_path(r"^handoff/", views.handoff_nothing),
]
