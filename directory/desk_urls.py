from django.urls import path

from .views.desk import agencies, people, staff

app_name = "directory_desk"

urlpatterns = [
    path("agencies/", agencies.agency_list, name="agencies"),
    path("agencies/new/", agencies.create, name="create"),
    path("agencies/<slug:public_id>/", agencies.agency, name="agency"),
    path("agencies/<slug:public_id>/edit/", agencies.edit, name="edit"),
    path("agencies/<slug:public_id>/merge/", agencies.merge, name="merge"),
    path("agencies/<slug:public_id>/people/new/", people.add, name="add_person"),
    path("memberships/<int:pk>/", people.change, name="change_membership"),
    path("memberships/<int:pk>/end/", people.end, name="end_membership"),
    path("memberships/<int:pk>/invite/", people.invite, name="invite"),
    path("staff/", staff.staff_list, name="staff"),
    path("staff/new/", staff.invite_new, name="invite_staff"),
    path("staff/<int:pk>/roles/", staff.change_roles, name="staff_roles"),
    path("staff/<int:pk>/invite/", staff.invite_again, name="invite_staff_again"),
    path("staff/<int:pk>/close/", staff.close, name="close_staff"),
]
