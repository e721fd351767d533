"""Rules, and certificates that were issued under them."""

from events.certificates.models import Certificate
from events.certificates.services.issuing import issue_due, set_rule
from tests.factories.events import NOW


def give_rule(event, *, staff, measure="one_date", percent=80, needs=()):
    values = {
        "title": "修了証",
        "text": "修了されました。",
        "measure": measure,
        "least_percent": percent,
        "needs": list(needs),
    }
    return set_rule(event=event, values=values, actor=staff, now=NOW)


def issue(event, *, staff, participants=None, now=NOW):
    return issue_due(event=event, participants=participants, actor=staff, now=now)


def fresh(certificate):
    return Certificate.objects.get(pk=certificate.pk)
