"""The room's addresses below /cms/."""

from django.urls import path

from . import views

app_name = "centre_only_desk"

urlpatterns = [
    path("agencies/<slug:public_id>/records/", views.records, name="records"),
    path("agencies/<slug:public_id>/records/contact/", views.add_contact, name="add_contact"),
    path("agencies/<slug:public_id>/acceptance/", views.change_acceptance, name="acceptance"),
    path("agencies/<slug:public_id>/acceptance/confirm/", views.confirm, name="confirm"),
    path("agencies/<slug:public_id>/housing/", views.change_housing, name="housing"),
    path("contacts/memo/", views.memo, name="memo"),
    path("contacts/", views.next_contacts, name="next_contacts"),
    path("contacts/<int:pk>/", views.correct_contact, name="contact"),
    path("contacts/<int:pk>/finish/", views.finish, name="finish"),
    path("contacts/to-confirm/", views.to_confirm, name="to_confirm"),
    path("contacts/housing/", views.housing, name="houses"),
]
