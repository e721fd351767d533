from django.urls import path

from . import views

app_name = "demo"

urlpatterns = [
    path("", views.guide, name="guide"),
    path("logins.json", views.logins, name="logins"),
    path("mail/", views.mails, name="mails"),
    path("mail/<slug:key>/", views.mail, name="mail"),
    path("mail/<slug:key>/invite.ics", views.mail_calendar, name="mail_calendar"),
    path("mail/<slug:key>/html/", views.mail_html, name="mail_html"),
]
