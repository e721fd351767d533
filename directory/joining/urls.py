from django.urls import path

from .views import people, public, turn

app_name = "directory_joining"

urlpatterns = [
    path("partners/apply/", public.apply, name="apply"),
    path("partners/apply/done/", public.done, name="done"),
    path("turn/<str:token>/", turn.turn, name="turn"),
    path("my/agency/people/", people.people_list, name="people"),
    path("my/agency/people/list.pdf", people.people_paper, name="people_paper"),
    path("my/agency/people/new/", people.add, name="add_person"),
    path("my/agency/people/<int:pk>/end/", people.end, name="end"),
]
