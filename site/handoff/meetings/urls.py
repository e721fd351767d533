"""Addresses of 合同支援会議, within those of the private area."""

from django.urls import path

from .views import calling, holding, meetings

BESIDE = "<uuid:pk>/meetings/"
ONE = "meetings/<uuid:pk>/"
urlpatterns = [
    path(BESIDE, meetings.meetings, name="support_meetings"),
    path(f"{BESIDE}call/", calling.call, name="call_meeting"),
    path(f"{BESIDE}write/", holding.write_held, name="write_held_meeting"),
    path(f"{BESIDE}decisions/paper/", meetings.tasks_paper, name="decisions_paper"),
    path(ONE, meetings.meeting, name="support_meeting"),
    path(f"{ONE}change/", calling.change, name="change_meeting"),
    path(f"{ONE}off/", calling.off, name="call_meeting_off"),
    path(f"{ONE}minutes/", holding.minutes, name="meeting_minutes"),
    path(f"{ONE}confirm/", holding.confirm, name="confirm_meeting_minutes"),
    path(f"{ONE}back/", holding.back, name="send_minutes_back"),
    path(f"{ONE}decisions/<uuid:decision>/tick/", holding.tick, name="tick_decision"),
    path(f"{ONE}letter/", meetings.call_letter, name="meeting_letter"),
    path(f"{ONE}calendar/", meetings.calendar, name="meeting_calendar"),
    path(f"{ONE}minutes/paper/", meetings.minutes_paper, name="meeting_minutes_paper"),
]
