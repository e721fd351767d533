"""Rules, and certificates that were issued under them; certificates of recorded trainings."""

import pypdfium2
from django.db import transaction

from events.certificates.models import Certificate
from events.certificates.services.issuing import (
    Printed,
    issue_due,
    issue_of_course_in_transaction,
    set_rule,
)
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


def printed(**changed):
    """What the certificate of a recorded training says, the remark too."""
    said = {
        "title": "視聴修了証",
        "text": "次の動画を、おわりまで視聴されました。",
        "holder_name": "汐見 花",
        "agency_name": "見本の家",
        "course": "受け入れの話",
        "course_number": "",
        "held_on": "令和8年11月20日、令和8年11月21日",
        "minutes": 95,
        "remark": "この研修の一部は、事業所で集まって視聴しました（集合視聴）。",
    }
    return Printed(**said | changed)


def issue_of_course(*, key="5-33", agency=None, actor=None, now=NOW, is_looked_at=False, **changed):
    with transaction.atomic():
        return issue_of_course_in_transaction(
            origin_key=key,
            agency=agency,
            printed=printed(**changed),
            actor=actor,
            now=now,
            is_looked_at=is_looked_at,
        )


def fresh(certificate):
    return Certificate.objects.get(pk=certificate.pk)


def words_of(pdf):
    """Return the words of each page, without spaces."""
    document = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
