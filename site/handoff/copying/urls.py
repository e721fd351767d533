from django.urls import path

from . import views

urlpatterns = [
    path("agencies/", views.agency_list, name="agencies"),
    path("agencies/<int:pk>/", views.agency, name="agency"),
    path("agencies/<int:pk>/accept/", views.accept, name="accept_offer"),
]
