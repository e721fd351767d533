"""Incidents on the screen: the short form, the page of one, the papers, the list of those who handle them."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from handoff.incidents.enums import Exemption, Item, Kind, Report, State, StepKind
from handoff.incidents.models import Incident
from handoff.machine.enums import Deed
from tests.factories.cases import (
    TODAY,
    do,
    fresh,
    make_case,
    make_draft,
    rows,
    staff_of_agency,
)
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.incidents import WHAT, judge, report, write_items
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(centre, city, people):
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    return handoff


def page(name, incident, *more):
    return reverse(f"handoff:{name}", args=[incident.pk, *more])


def sent_back(form, **words):
    """Return what a form sends back as it came, with these words."""
    found = {}
    for each in form:
        value = each.value()
        if hasattr(each.field.widget, "decompress"):
            value = each.field.widget.decompress(value) if value else []
            found |= {f"{each.html_name}_{place}": part for place, part in enumerate(value)}
        elif value not in (None, False):
            found[each.html_name] = value
    return found | words


def test_a_short_form_is_enough_and_its_number_is_filled_in(people, sent):
    client = as_(people["coordinator"])
    address = reverse("handoff:incident_of_handoff", args=[sent.pk])
    form = client.get(address).context["form"]
    assert form["about"].value() == sent.reference
    answer = client.post(address, sent_back(form, kind=Kind.LOSS, what=WHAT))
    assert answer.url == reverse("handoff:incidents")
    (incident,) = rows(Incident.objects.all())
    assert (incident.handoff_id, incident.found_on, incident.kind) == (sent.pk, TODAY, Kind.LOSS)
    assert WHAT in client.get(page("incident", incident)).text


def test_what_was_typed_is_kept_where_a_number_is_not_found(people):
    client = as_(people["hand"])
    address = reverse("handoff:new_incident")
    form = client.get(address).context["form"]
    answer = client.post(address, sent_back(form, kind=Kind.LEAK, what=WHAT, about="H8-AAAAA"))
    assert answer.status_code == 422
    assert "わかることは「起きたこと」に書いてください" in answer.text
    assert "起きたこと" in [field.label for field in answer.context["form"]]
    assert WHAT in answer.text
    assert rows(Incident.objects.all()) == []


def test_a_case_leads_to_the_form_for_whoever_reads_it(centre, people, sent):
    address = reverse("handoff:incident_of_case", args=[sent.case_id])
    assert as_(centre["worker"]).get(address).context["form"]["about"].value() == sent.case_reference
    assert as_(people["coordinator"]).get(address).status_code == 404
    strangers = staff_of_agency(make_agency())["coordinator"]
    assert as_(strangers).get(reverse("handoff:incident_of_handoff", args=[sent.pk])).status_code == 404


def test_whoever_reported_it_reads_their_words_and_nothing_of_what_is_done(centre, people):
    incident = report(people["hand"])
    judge(incident, centre["lead"])
    text = as_(people["hand"]).get(page("incident", incident)).text
    assert WHAT in text
    assert "障害のことがある" not in text
    assert "報告の9項目" not in text
    others = as_(people["coordinator"])
    none = others.get(reverse("handoff:incident", args=[incident.key]))
    mine = others.get(page("incident", incident))
    assert (
        (mine.status_code, len(mine.content))
        == (none.status_code, len(none.content))
        == (404, len(none.content))
    )


def test_the_lead_goes_from_the_inbox_to_the_end(centre):
    incident = report(centre["worker"])
    client = as_(centre["lead"])
    inbox = client.get(reverse("handoff:inbox")).text
    assert incident.reference in inbox
    assert "報告が要るかを決める：あと4日" in inbox
    assert "かなりあ" not in inbox

    def answer(name, *more, **words):
        address = page(name, incident, *more)
        form = client.get(address).context["form"]
        got = client.post(address, sent_back(form, **words))
        assert got.status_code == 302, got.context["form"].errors

    answer("judge_incident", criteria=["sensitive"], exemption=Exemption.NONE, reason="障害のこと")
    assert "速報" in client.get(page("incident", incident)).text
    answer("incident_items", **{f"{item}_text": f"{item.label}のこと" for item in Item}, outline_known="on")
    answer("report_incident", Report.FIRST)
    answer("report_incident", Report.FINAL)
    answer("incident_step", kind=StepKind.PERSON_TOLD)
    answer("close_incident", lesson="宛名を読み合わせる。")
    assert fresh(incident).state == State.CLOSED
    assert incident.reference not in client.get(reverse("handoff:inbox")).text
    assert "宛名を読み合わせる。" in as_(centre["second"]).get(reverse("handoff:lessons")).text


def test_a_refusal_stands_in_the_form_with_what_was_typed(centre):
    incident = report(centre["worker"])
    client = as_(centre["lead"])
    address = page("close_incident", incident)
    answer = client.post(address, {"lesson": "宛名を読み合わせる。"})
    assert answer.status_code == 422
    assert "まず、報告が要るかを決めてください。" in answer.text
    assert "宛名を読み合わせる。" in answer.text


@pytest.mark.parametrize("which", list(Report))
def test_the_draft_of_a_report_says_what_is_known_and_what_is_not(centre, which):
    incident = report(centre["worker"])
    judge(incident, centre["lead"])
    write_items(incident, centre["lead"], [Item.OUTLINE])
    answer = as_(centre["lead"]).get(page("incident_paper", incident, which))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{incident.reference}-{which}.pdf"'
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(answer.content)).pages)
    assert which.label in text
    assert "概要かなりあ" in text
    words = "いまは、わかっていません" if which == Report.FIRST else "まだ書いていません"
    assert words in text
    assert Entry.objects.get(verb="incidents.printed").fields == [which]


def test_who_read_it_stands_on_a_page_of_its_own(centre, people, sent):
    do(sent, Deed.ACKNOWLEDGE, people["coordinator"])
    as_(people["coordinator"]).get(reverse("handoff:part", args=[sent.pk, "need"]))
    incident = report(centre["worker"], about=sent.reference)
    text = as_(centre["lead"]).get(page("incident_readers", incident)).text
    assert people["coordinator"].person.name in text
    alone = report(centre["worker"])
    assert "番号が、ありません" in as_(centre["lead"]).get(page("incident_readers", alone)).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(centre, count, django_assert_num_queries):
    for _ in range(count):
        report(centre["worker"], found_on=TODAY - timedelta(days=9))
    client = as_(centre["lead"])
    client.get(reverse("handoff:incidents"))
    with django_assert_num_queries(14):
        answer = client.get(reverse("handoff:incidents"))
    assert len(answer.context["lines"]) == count
    assert "5日すぎています" in answer.text


def test_no_title_and_no_address_says_what_happened(centre):
    incident = report(centre["worker"])
    client = as_(centre["lead"])
    for name in ("incident", "judge_incident", "incident_items", "incident_step", "close_incident"):
        title = re.search(r"<title>(.*?)</title>", client.get(page(name, incident)).text, re.DOTALL)[1]
        assert "かなりあ" not in title
        assert incident.get_kind_display() not in title


def test_a_handoff_leads_to_the_form_and_its_lead_to_closing_it_as_a_mistake(centre, people, sent):
    words = "誤登録・誤送として閉じる"
    address = reverse("handoff:detail", args=[sent.pk])
    texts = [
        as_(user).get(address).text for user in (centre["lead"], centre["worker"], people["coordinator"])
    ]
    assert [words in text for text in texts] == [True, False, False]
    assert all(reverse("handoff:incident_of_handoff", args=[sent.pk]) in text for text in texts)
    officer = make_enrolled_user(role=PrivateRole.PRIVACY_OFFICER)
    assert words in as_(officer).get(address).text
