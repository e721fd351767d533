"""What stands in the clear beside the seals: numbers, states, and words about agencies and rules; no more."""

from django.apps import apps
from django.db import models

# What is drawn or counted: references, numbers of letters, codes.
NUMBERS = {
    "cases.Case": {"reference"},
    "consultation.ConsultationRequest": {"reference"},
    "handoff.AgencyCopy": {"public_id"},
    "incidents.Incident": {"reference", "about"},
    "machine.Handoff": {"reference", "case_reference", "profile"},
    "machine.Profile": {"steps"},
    "machine.ProvisionRecord": {"person_reference"},
    "machine.Turn": {"code"},
    "meetings.SupportMeeting": {"calendar_uid"},
    "opinion.OpinionLetter": {"number"},
    "oversight.PersonRequest": {"reference"},
    "papers.LetterNumber": {"number"},
    "retention.ClosingCount": {"value"},
    "retention.Destruction": {"reference", "record", "record_reference", "period_words"},
    "retention.DueNotice": {"record"},
    "safeguards.Safeguard": {"only_for"},
    "sittings.CaseItem": {"case_reference"},
    "sittings.Introduction": {"case_reference"},
    "sittings.QuickQuestion": {"case_reference"},
    "sittings.Recusal": {"case_reference"},
}
# What people write about agencies, colleagues and rules, never about who is supported.
WORDS = {
    "handoff.AgencyCopy": {"name", "name_kana", "kind", "address", "phone", "head", "offered"},
    "machine.ProvisionRecord": {"receiver_name", "receiver_address", "receiver_head"},
    "machine.Receiver": {"name"},
    "retention.RetentionPeriod": {"source"},
    "safeguards.Safeguard": {"law", "signed_by", "paper_at"},
    "sittings.Sitting": {"place"},
}


def open_columns():
    """Return each column of this door's rooms that holds free text and is not sealed."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("handoff.")
        for field in model._meta.fields
        if isinstance(field, kinds) and not field.choices
    }


def test_no_column_holds_words_in_the_clear_but_those_named_here():
    named = {(model, name) for each in (NUMBERS, WORDS) for model, names in each.items() for name in names}
    assert open_columns() == named
