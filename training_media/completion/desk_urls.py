from django.urls import path

from .views import desk, people

app_name = "completion_desk"

urlpatterns = [
    path("videos/<int:pk>/completion/", desk.rule, name="rule"),
    path("videos/<int:pk>/completion/people/", people.people, name="people"),
    path("videos/<int:pk>/completion/people/certificates/", people.take, name="take"),
    path("videos/completions/<int:pk>/certificate/", people.issue, name="issue"),
]
