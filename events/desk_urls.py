from django.urls import path

from .views.desk import (
    application,
    approving,
    dates,
    deciding,
    editing,
    entry,
    line,
    notices,
    onday,
    overview,
)

app_name = "event_desk"

urlpatterns = [
    path("events/", overview.event_list, name="list"),
    path("events/new/", editing.create, name="create"),
    path("events/entry/", entry.start, name="entry_start"),
    path("events/entry/agencies/", entry.agency_options, name="agency_options"),
    path("events/<int:pk>/", overview.event, name="event"),
    path("events/<int:pk>/edit/", editing.edit, name="edit"),
    path("events/<int:pk>/publish/", editing.publish, name="publish"),
    path("events/plan/", dates.plan, name="plan"),
    path("events/<int:pk>/dates/", dates.dates, name="dates"),
    path("events/<int:pk>/cancel/", dates.cancel, name="cancel"),
    path("events/<int:pk>/reinstate/", editing.reinstate, name="reinstate"),
    path("events/<int:pk>/duplicate/", editing.duplicate, name="duplicate"),
    path("events/<int:pk>/entry/", entry.entry, name="entry"),
    path("events/<int:pk>/roster/", onday.roster_file, name="roster"),
    path("events/<int:pk>/notice/", notices.notice, name="notice"),
    path("events/<int:event>/sessions/<int:pk>/decide/", deciding.decide, name="decide"),
    path("events/<int:pk>/approvals/", approving.approvals, name="approvals"),
    path("events/sessions/<int:pk>/attendance/", onday.attendance, name="attendance"),
    path("applications/", overview.application_list, name="applications"),
    path("applications/<int:pk>/", application.application, name="application"),
    path("applications/<int:pk>/change/", application.change, name="application_change"),
    path("applications/<int:pk>/cancel/", application.cancel, name="application_cancel"),
    path("applications/<int:pk>/match/", application.match, name="match"),
    path("applications/<int:pk>/approve/", approving.approve, name="approve"),
    path("applications/<int:pk>/decline/", approving.decline, name="decline"),
    path("applications/<int:pk>/offer/", line.answer, name="offer"),
    path("applications/<int:pk>/move/", line.move, name="move"),
    path("applications/<int:pk>/received/", line.received, name="received"),
    path("applications/<int:pk>/revive/", line.revive, name="revive"),
    path("applications/<int:pk>/receipt.pdf", application.receipt, name="receipt"),
]
