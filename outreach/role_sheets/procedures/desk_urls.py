from django.urls import path

from .views import desk

app_name = "procedures_desk"

urlpatterns = [
    path("", desk.to_check, name="to_check"),
    path("confirm/<slug:kind>/<int:pk>/", desk.confirm_record, name="confirm"),
]
