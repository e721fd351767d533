"""The desk's addresses of the register of activities, below /cms/activities/."""

from django.urls import path

from .views import activity, network, register, years

app_name = "activity_desk"

urlpatterns = [
    path("", register.register, name="register"),
    path("new/", register.create, name="create"),
    path("years/<int:year>/pull/", register.take_in, name="pull"),
    path("years/<int:year>/check/", register.check_marked, name="check_marked"),
    path("years/<int:year>/activities.xlsx", register.workbook, name="workbook"),
    path("years/<int:year>/areas/", years.coverage, name="coverage"),
    path("years/<int:year>/areas.pdf", years.coverage_paper, name="coverage_paper"),
    path("years/<int:year>/areas.xlsx", years.coverage_workbook, name="coverage_workbook"),
    path("years/<int:year>/closing/", years.closing, name="closing"),
    path("years/<int:year>/lock/", years.lock_year, name="lock"),
    path("years/<int:year>/unlock/", years.unlock_year, name="unlock"),
    path("network/", network.network, name="network"),
    path("years/<int:year>/network.xlsx", network.workbook, name="network_workbook"),
    path("<int:pk>/", activity.activity, name="activity"),
    path("<int:pk>/edit/", activity.edit, name="edit"),
    path("<int:pk>/presences/", activity.presences, name="presences"),
    path("<int:pk>/follow/", activity.follow, name="follow"),
    path("<int:pk>/recorded/", activity.recorded, name="recorded"),
    path("<int:pk>/checked/", activity.checked, name="checked"),
    path("<int:pk>/left-out/", activity.left_out, name="left_out"),
    path("<int:pk>/counted/", activity.counted_again, name="counted_again"),
    path("<int:pk>/same/", activity.same_as, name="same_as"),
    path("<int:pk>/evidence/", activity.proof, name="proof"),
    path("<int:pk>/evidence/<int:evidence>/file/", activity.file, name="file"),
    path("<int:pk>/evidence/<int:evidence>/remove/", activity.remove_proof, name="remove_proof"),
]
