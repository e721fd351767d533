from django.urls import path

from .views import desk

app_name = "figures_desk"

urlpatterns = [
    path("figures/", desk.table_list, name="list"),
    path("figures/new/", desk.create, name="create"),
    path("figures/small-counts/", desk.small_counts, name="small_counts"),
    path("figures/<int:pk>/", desk.table, name="table"),
    path("figures/<int:pk>/edit/", desk.edit, name="edit"),
    *(path(f"figures/<int:pk>/{deed}/", desk.move, {"deed": deed}, name=deed) for deed in desk.DEEDS),
    *(
        path(f"figures/<int:pk>/{deed}/sure/", desk.sure, {"deed": deed}, name=f"{deed}_sure")
        for deed in desk.SURE
    ),
]
