from django.urls import path

from .views import by_link, own

app_name = "directory_declared"

urlpatterns = [
    path("my/agency/", own.overview, name="own"),
    path("my/agency/entry/", own.edit, name="edit"),
    path("my/agency/entry/withdraw/", own.withdraw, name="withdraw"),
    path("my/agency/vacancy/", own.vacancy, name="vacancy"),
    path("my/agency/visibility/", own.visibility, name="visibility"),
    path("entry/<str:token>/", by_link.write, name="by_link"),
]
