from django.urls import path

from .views import agenda, answers, meetings, minutes, papers, polls, records

app_name = "group_meetings"

BASE = "groups/<slug:slug>/meetings/"
ONE = f"{BASE}<int:pk>/"

urlpatterns = [
    path(BASE, meetings.meetings, name="meetings"),
    path(f"{BASE}series/", meetings.series, name="series"),
    path(f"{BASE}cases/", agenda.cases, name="cases"),
    path(f"{BASE}cases/<int:item>/report/", agenda.report_case, name="report_case"),
    path(f"{BASE}decisions/", records.decisions, name="decisions"),
    path(f"{BASE}decisions/<int:pk>/done/", records.done, name="done"),
    path(f"{BASE}begin/<int:row>/", meetings.begin, name="begin"),
    path(f"{BASE}answers/<int:row>/", answers.answers, name="answers"),
    path(f"{BASE}answers/<int:row>/absent/", answers.absent, name="absent"),
    path(f"{BASE}answers/<int:row>/absent/undo/", answers.absent_no_more, name="absent_no_more"),
    path(f"{BASE}held/<int:row>/", meetings.row_held, name="row_held"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}time/", meetings.time, name="time"),
    path(f"{ONE}briefing/", meetings.briefing, name="briefing"),
    path(f"{ONE}stage/<slug:name>/", meetings.stage, name="stage"),
    path(f"{ONE}close/", meetings.close, name="close"),
    path(f"{ONE}agenda/", agenda.agenda, name="agenda"),
    path(f"{ONE}agenda.pdf", meetings.agenda_paper, name="agenda_paper"),
    path(f"{ONE}agenda/add/", agenda.add_item, name="add_item"),
    path(f"{ONE}agenda/case/", agenda.add_case, name="add_case"),
    path(f"{ONE}agenda/<int:item>/", agenda.item_minutes, name="item_minutes"),
    path(f"{ONE}agenda/<int:item>/move/", agenda.move_item, name="move_item"),
    path(f"{ONE}agenda/<int:item>/recusals/", agenda.recusals, name="recusals"),
    path(f"{ONE}poll/", polls.open_poll, name="open_poll"),
    path(f"{ONE}poll/<int:number>/", polls.poll, name="poll"),
    path(f"{ONE}poll/<int:number>/close/", polls.close_poll, name="close_poll"),
    path(f"{ONE}attendance/", records.attendance, name="attendance"),
    path(f"{ONE}attendance.pdf", records.attendance_paper, name="attendance_paper"),
    path(f"{ONE}decide/", records.decide, name="decide"),
    path(f"{ONE}minutes/", minutes.minutes, name="minutes"),
    path(f"{ONE}minutes.pdf", minutes.minutes_paper, name="minutes_paper"),
    path(f"{ONE}minutes/write/", minutes.write, name="write"),
    path(f"{ONE}minutes/<int:number>/changes/", minutes.changes, name="changes"),
    path(f"{ONE}minutes/<int:number>/send/", minutes.send, name="send"),
    path(f"{ONE}minutes/<int:number>/confirm/", minutes.confirm, name="confirm"),
    path(f"{ONE}papers/", papers.papers, name="papers"),
    path(f"{ONE}papers/add/", papers.add_material, name="add_material"),
    path(f"{ONE}papers/case/", papers.add_case_material, name="add_case_material"),
    path(f"{ONE}papers/<int:paper>/", papers.material, name="material"),
    path(f"{ONE}papers/<int:paper>/<int:number>/", papers.hand, name="hand"),
    path(f"{ONE}papers/<int:paper>/copies.pdf", papers.copies_paper, name="copies_paper"),
    path(f"{ONE}papers/<int:paper>/covers.pdf", papers.covers, name="covers"),
]
