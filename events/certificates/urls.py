from django.urls import path

from .views import own, public

app_name = "certificates"

urlpatterns = [
    path("certificates/check/", public.check, name="check"),
    path("participants/<str:token>/certificate.pdf", own.by_link, name="own"),
    path("my/certificates/<int:pk>.pdf", own.of_agency, name="of_agency"),
]
