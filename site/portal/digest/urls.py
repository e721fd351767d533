from django.urls import path

from .views import public

app_name = "digest"

urlpatterns = [
    path("news/mail/", public.Ask.as_view(), name="form"),
    path("news/mail/sent/", public.sent, name="sent"),
    path("news/mail/confirm/<str:token>/", public.confirm, name="confirm"),
    path("news/mail/refuse/<str:token>/", public.refuse, name="refuse"),
    path("news/mail/stop/<str:token>/", public.stop, name="stop"),
]
