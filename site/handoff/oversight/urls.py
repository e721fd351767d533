"""Addresses of oversight, within those of the private area."""

from datetime import date

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import register, requesting, reviewing, rights


class MonthConverter(StringConverter):
    """A month such as 2026-11."""

    regex = r"20\d\d-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:  # type: ignore[override]  # -- Django's signature is too narrow
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:  # type: ignore[override]  # -- as above
        return f"{value:%Y-%m}"


class RegisterFormConverter(StringConverter):
    regex = "csv|pdf"


register_converter(MonthConverter, "month")
register_converter(RegisterFormConverter, "register_form")

urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/<register_form:form>/", register.register_file, name="register_file"),
    path("<uuid:pk>/readings/", register.shared, name="shared_readings"),
    path("review/", reviewing.months, name="review"),
    path("review/<month:month>/", reviewing.month, name="review_month"),
    path("review/<month:month>/paper/", reviewing.month_paper, name="review_paper"),
    path("custody/", rights.custody, name="custody"),
    path("rights/", rights.rights, name="rights"),
    path("rights/paper/", rights.paper, name="rights_paper"),
    path("trace/", reviewing.trace, name="trace"),
    path("requests/", requesting.requests, name="person_requests"),
    path("requests/new/", requesting.create, name="new_person_request"),
    path("requests/<uuid:pk>/", requesting.detail, name="person_request"),
    path("requests/<uuid:pk>/mask/", requesting.mask, name="mask_package"),
    path("requests/<uuid:pk>/approve/", requesting.approve, name="approve_package"),
    path("requests/<uuid:pk>/paper/", requesting.paper, name="package_paper"),
    path("requests/<uuid:pk>/answer/", requesting.answer, name="answer_request"),
    path("requests/<uuid:pk>/tell/", requesting.tell, name="tell_receiver"),
]
