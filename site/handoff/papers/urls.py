"""Addresses of papers, within those of the private area."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .enums import Paper
from .views import handoffs, person, roles


class PaperConverter(StringConverter):
    regex = "|".join(Paper.values)


register_converter(PaperConverter, "paper")

urlpatterns = [
    path("receipts/", handoffs.receipts, name="receipts"),
    path("dispatches/<uuid:pk>/receipt/", handoffs.receipt, name="receipt"),
    path("<uuid:pk>/papers/", handoffs.papers, name="papers"),
    path("<uuid:pk>/papers/<paper:paper>/", handoffs.print_one, name="paper"),
    path("<uuid:pk>/dispatches/new/", handoffs.dispatch, name="dispatch"),
    path("<uuid:pk>/items/file/", roles.choose, name="role_file"),
    path("<uuid:pk>/items/file/take/", roles.take, name="take_roles"),
    path("cases/<uuid:pk>/papers/", person.papers, name="person_papers"),
    path("cases/<uuid:pk>/papers/consents/<uuid:basis>/", person.consent, name="consent_paper"),
    path("cases/<uuid:pk>/papers/told/", person.told, name="told_paper"),
    path("cases/<uuid:pk>/papers/card/", person.card, name="card"),
    path("cases/<uuid:pk>/papers/card/paper/", person.card_paper, name="card_paper"),
    path("safeguards/<uuid:pk>/paper/", person.agreement, name="agreement"),
]
