"""The room's addresses below /cms/."""

from django.urls import path

from .views import desk

app_name = "certificate_desk"

urlpatterns = [
    path("certificates/seal/", desk.seal, name="seal"),
    path("certificates/<int:pk>/", desk.certificate, name="certificate"),
    path("certificates/<int:pk>/certificate.pdf", desk.paper, name="paper"),
    path("certificates/<int:pk>/revoke/", desk.take_back, name="revoke"),
    path("certificates/<int:pk>/reissue/", desk.issue_anew, name="reissue"),
    path("events/<int:pk>/certificates/", desk.of_event, name="of_event"),
    path("events/<int:pk>/certificates/rule/", desk.rule, name="rule"),
    path("events/<int:pk>/certificates/issue/", desk.issue, name="issue"),
    path("events/<int:pk>/certificates/file/", desk.batch, name="batch"),
]
