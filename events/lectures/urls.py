from django.urls import path

from .views import public, status

app_name = "lectures"

urlpatterns = [
    path("lectures/", public.menu, name="menu"),
    path("lectures/menu.pdf", public.menu_paper, name="menu_paper"),
    path("lectures/sheet.pdf", public.sheet, name="sheet"),
    path("lectures/request/", public.Ask.as_view(), name="ask"),
    path("lectures/requests/<str:token>/", status.status, name="status"),
    path("lectures/requests/<str:token>/done/", status.done, name="done"),
    path("lectures/requests/<str:token>/accept/", status.accept, name="accept"),
    path("lectures/requests/<str:token>/another/", status.another, name="another"),
    path("lectures/requests/<str:token>/cancel/", status.cancel, name="cancel"),
    path("lectures/requests/<str:token>/calendar.ics", status.calendar, name="calendar"),
]
