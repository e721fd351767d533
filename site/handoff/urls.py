from django.urls import include, path

from . import views

app_name = "handoff"

urlpatterns = [
    path("", include("handoff.incidents.urls")),
    path("", include("handoff.oversight.urls")),
    path("", include("handoff.retention.urls")),
    path("", include("handoff.aftercare.urls")),
    path("", include("handoff.consultation.urls")),
    path("", include("handoff.opinion.urls")),
    path("", include("handoff.arrangements.urls")),
    path("", include("handoff.release.urls")),
    path("", include("handoff.meetings.urls")),
    path("", include("handoff.machine.urls")),
    path("", include("handoff.copying.urls")),
    path("", include("handoff.papers.urls")),
    path("", include("handoff.cases.urls")),
    path("", include("handoff.safeguards.urls")),
    path("", include("handoff.documents.urls")),
    path("", include("handoff.talk.urls")),
    path("", include("handoff.sittings.urls")),
    path("rooms/", views.rooms, name="rooms"),
    path("enrolments/", views.enrolment_list, name="enrolment_list"),
    path("enrolments/new/", views.propose_enrolment, name="propose_enrolment"),
    path("enrolments/<int:pk>/", views.enrolment, name="enrolment"),
    path("enrolments/<int:pk>/approve/", views.approve_enrolment, name="approve_enrolment"),
    path("enrolments/<int:pk>/mail/", views.mail_invitation, name="mail_invitation"),
    path("enrolments/<int:pk>/paper/", views.print_invitation, name="print_invitation"),
    path("enrolments/<int:pk>/end/", views.end_enrolment, name="end_enrolment"),
]
