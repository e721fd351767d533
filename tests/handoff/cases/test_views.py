"""A case from the form to the request that leaves it, on the screen."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from foundation.japanese.dates import wareki
from handoff.cases.models import Case, LegalBasis
from handoff.cases.services.bases import withdraw_basis
from handoff.disclosure.enums import Part, SafeguardKind
from handoff.exceptions import Refused
from handoff.machine.enums import Deed, State
from handoff.machine.models import Handoff
from handoff.safeguards.models import Safeguard
from handoff.vault import index, store
from handoff.vault.exceptions import KeyMissing
from tests.factories.cases import (
    CANARIES,
    NOW,
    TODAY,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    make_safeguard,
    rows,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_agency(name="グループホームみなも", address="見本市2")


def day(name, year, month, date):
    return {f"{name}_0": str(year), f"{name}_1": str(month), f"{name}_2": str(date)}


def a_case(centre, **changes):
    return {
        "duty": "special_adjustment",
        "origin_kind": "special_adjustment_request",
        **day("origin_on", 8, 11, 1),
        "name": CANARIES["name"],
        "name_kana": CANARIES["name_kana"],
        "main": centre["worker"].person.pk,
        "second": centre["second"].person.pk,
    } | changes


def a_safeguard(home, **changes):
    return {
        "kind": SafeguardKind.AGREEMENT,
        "agency": home.pk,
        "way": "here",
        "covers": [Part.OUTLINE, Part.NEED],
        **day("since", 8, 4, 1),
        **day("until", 12, 3, 31),
    } | changes


def a_basis(home, centre, **changes):
    return {
        "kind": "consent",
        "receivers": [home.pk],
        "covers": [Part.OUTLINE, Part.NEED],
        "purpose": "住むところを見つけるため",
        **day("since", 8, 4, 1),
        **day("until", 12, 3, 31),
        "explained_by": centre["worker"].person.pk,
        **day("explained_on", 8, 11, 1),
        "explained_how": "interview",
        "evidence": "書庫の2",
    } | changes


def test_a_request_is_written_from_nothing_to_its_sending(centre, home):
    worker, lead = as_(centre["worker"]), as_(centre["lead"])
    made = worker.post(reverse("handoff:new_case"), a_case(centre))
    (case,) = rows(Case.objects.all())
    assert made.url == reverse("handoff:case", args=[case.pk])
    worker.post(reverse("handoff:new_safeguard"), a_safeguard(home))
    (safeguard,) = rows(Safeguard.objects.all())
    lead.post(reverse("handoff:settle_safeguard", args=[safeguard.pk, "confirm"]))
    worker.post(reverse("handoff:new_basis", args=[case.pk]), a_basis(home, centre))
    (basis,) = rows(LegalBasis.objects.all())
    worker.post(reverse("handoff:settle_basis", args=[case.pk, basis.pk, "activate"]))
    page = worker.get(reverse("handoff:new_handoff", args=[case.pk])).text
    assert "グループホームみなも（見本市2）" in page
    draft = {"kind": "acceptance", "safeguard": safeguard.pk, "basis": basis.pk, "ask": "迎えてほしい"}
    worker.post(reverse("handoff:new_handoff", args=[case.pk]), draft | {"part_need": "朝に声をかける"})
    (handoff,) = rows(Handoff.objects.all())
    rewrite = reverse("handoff:rewrite", args=[handoff.pk])
    assert "朝に声をかける" in worker.get(rewrite).text
    changed = draft | {"part_need": "朝と夕に声をかける", "part_outline": "60代", "seen": 1}
    worker.post(rewrite, changed)
    old = worker.post(rewrite, changed)
    assert old.status_code == 422
    assert "先に書きなおしました" in old.text
    for client, deed in ((worker, "submit"), (lead, "approve")):
        address = reverse("handoff:act", args=[handoff.pk, deed])
        form = client.get(address).context["form"]
        client.post(address, {"seen": form["seen"].value(), "key": str(form["key"].value())})
    (sent,) = rows(Handoff.objects.all())
    assert (sent.state, sent.packed) == (State.REQUESTED, [Part.OUTLINE, Part.NEED])
    assert worker.get(rewrite).status_code == 404


def test_who_is_known_by_the_reading_is_asked_for_and_keeps_one_key(centre):
    before = make_case(centre)
    worker, form = as_(centre["worker"]), reverse("handoff:new_case")
    asked = worker.post(form, a_case(centre))
    assert asked.status_code == 422
    assert f"{before.reference}の方（特別調整、" in asked.text
    assert CANARIES["name"] in asked.text, "what was typed stays"
    worker.post(form, a_case(centre, same_as=str(before.pk)))
    worker.post(form, a_case(centre, same_as="new"))
    people = [case.person_id for case in rows(Case.objects.order_by("pk"))]
    assert sorted(map(people.count, people)) == [1, 2, 2]
    assert people.count(before.person_id) == 2
    readings = Entry.objects.filter(verb="cases.identity_read", subject_key=before.pk)
    assert readings.count() == 3


def test_nobody_learns_of_a_case_that_is_not_theirs_by_typing_a_name(centre):
    make_case(centre)
    other = staff_of_centre()
    assert as_(other["worker"]).post(reverse("handoff:new_case"), a_case(other)).status_code == 302


def test_who_it_is_does_not_stand_on_the_page_of_the_case(centre):
    case, worker = make_case(centre), as_(centre["worker"])
    for address in (reverse("handoff:cases"), reverse("handoff:case", args=[case.pk])):
        assert CANARIES["name"] not in worker.get(address).text
    shown = worker.post(reverse("handoff:identity", args=[case.pk])).text
    assert CANARIES["name"] in shown
    assert worker.get(reverse("handoff:identity", args=[case.pk])).status_code == 405


def test_a_colleague_finds_nothing_until_they_stand_in(centre):
    case, colleague = make_case(centre), as_(staff_of_centre()["worker"])
    page = reverse("handoff:case", args=[case.pk])
    assert colleague.get(page).status_code == 404
    wrong = colleague.post(reverse("handoff:stand_in"), {"reference": case.reference, "reason": ""})
    assert wrong.status_code == 422
    colleague.post(reverse("handoff:stand_in"), {"reference": case.reference.lower(), "reason": "休みのため"})
    assert colleague.get(page).status_code == 200
    lead = as_(centre["lead"])
    before = lead.get(reverse("handoff:cases"))
    assert "代わりに開かれたケースが、1件あります" in before.text
    # What nobody was shown is not seen by a press.
    lead.post(reverse("handoff:stand_ins_seen"), {"shown": ["", "no-number"]})
    assert "代わりに開かれたケースが、1件あります" in lead.get(reverse("handoff:cases")).text
    lead.post(reverse("handoff:stand_ins_seen"), {"shown": shown_in(before)})
    assert "代わりに開かれたケースが" not in lead.get(reverse("handoff:cases")).text


def shown_in(answer):
    return [str(each.pk) for each in answer.context["unseen"]]


def test_a_number_that_opens_nothing_is_answered_alike_and_what_was_typed_stays(centre, home):
    people = staff_of_agency(home)
    theirs = make_case(people | {"worker": people["hand"], "second": people["coordinator"]}, agency=home)
    mine, worker = make_case(centre), as_(centre["worker"])
    says = set()
    for reference in (theirs.reference, mine.reference, "C8-ZZZZZ"):
        answer = worker.post(reverse("handoff:stand_in"), {"reference": reference, "reason": "休みのため"})
        assert (answer.status_code, "休みのため" in answer.text) == (422, True)
        says.add(str(answer.context["form"].non_field_errors()))
    assert len(says) == 1
    assert "番号を確かめてください" in says.pop()


def test_who_answers_for_an_agency_looks_at_what_colleagues_opened_there(centre, home):
    people = staff_of_agency(home)
    other = make_enrolled_user(name="機関 third", role=PrivateRole.AGENCY_WORKER, agency=home)
    case = make_case(people | {"worker": people["hand"], "second": people["coordinator"]}, agency=home)
    page, says = reverse("handoff:cases"), "代わりに開かれたケースが、1件あります"
    as_(other).post(reverse("handoff:stand_in"), {"reference": case.reference, "reason": "休みのため"})
    officer = make_enrolled_user(name="責任者E", role=PrivateRole.PRIVACY_OFFICER)
    assert says not in as_(officer).get(page).text
    coordinator = as_(people["coordinator"])
    before = coordinator.get(page)
    assert says in before.text
    coordinator.post(reverse("handoff:stand_ins_seen"), {"shown": shown_in(before)})
    assert says not in coordinator.get(page).text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "氏名"),
        ({"duty": ""}, "業務を選んでください。"),
        ({"born_on": "昭和99年3月1日"}, "昭和99年という年は、ありません。"),
        (day("release_on", 7, 1, 5), "特別調整は、出所の前に始まります。"),
        (day("origin_on", 12, 1, 5), "文書の日は、今日か、今日より前の日を書いてください。"),
    ],
)
def test_what_is_missing_of_a_case_is_said_and_what_was_typed_stays(centre, change, says):
    answer = as_(centre["worker"]).post(reverse("handoff:new_case"), a_case(centre, **change))
    assert answer.status_code == 422
    assert says in answer.text
    assert CANARIES["name_kana"] in answer.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "pledge"}, "番号を書いてください。"),
        ({"kind": "statutory_secrecy"}, "法律を書いてください。"),
        (day("until", 8, 3, 1), "はじまりの日よりあと"),
        ({"covers": []}, "渡してよいものを、1つ以上"),
    ],
)
def test_a_safeguard_says_what_its_kind_needs(centre, home, change, says):
    answer = as_(centre["worker"]).post(reverse("handoff:new_safeguard"), a_safeguard(home) | change)
    assert answer.status_code == 422
    assert says in answer.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"evidence": ""}, "同意のときは、書いてください。"),
        ({"kind": "law"}, "同意によらない理由を書いてください。"),
        ({"receivers": []}, "渡してよい相手を、1つ以上"),
    ],
)
def test_a_basis_says_what_its_kind_needs(centre, home, change, says):
    case = make_case(centre)
    make_safeguard(home, centre)
    address = reverse("handoff:new_basis", args=[case.pk])
    answer = as_(centre["worker"]).post(address, a_basis(home, centre) | change)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_consent_is_withdrawn_after_a_page_that_says_what_closes_to_whom(centre, home):
    case, worker = make_case(centre), as_(centre["worker"])
    handoff = make_draft(case, home, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    form = reverse("handoff:withdraw_basis", args=[case.pk, handoff.basis_id])
    assert f'href="{form}"' in worker.get(reverse("handoff:case", args=[case.pk])).text
    page = worker.get(form).text
    says = f"引継ぎ{handoff.reference}（グループホームみなも）：いま読める「{Part.OUTLINE.label}」"
    assert (says in page, "わけを言わなくても" in page) == (True, True)
    assert fresh(handoff.basis).state == "active"
    assert worker.post(form, {"reason": ""}).status_code == 302
    assert (fresh(handoff.basis).state, worker.get(form).status_code) == ("withdrawn", 404)


def test_whoever_takes_back_a_ground_that_was_approved_says_why(centre, home):
    case, lead = make_case(centre), as_(centre["lead"])
    make_safeguard(home, centre)
    law = a_basis(home, centre, kind="law", reason="命を守るため")
    as_(centre["worker"]).post(reverse("handoff:new_basis", args=[case.pk]), law)
    (basis,) = rows(LegalBasis.objects.all())
    lead.post(reverse("handoff:settle_basis", args=[case.pk, basis.pk, "approve"]))
    form = reverse("handoff:withdraw_basis", args=[case.pk, basis.pk])
    assert "これで開いているものはありません" in lead.get(form).text
    answer = lead.post(form, {"reason": " "})
    assert (answer.status_code, "撤回のわけを書いてください" in answer.text) == (422, True)
    with pytest.raises(Refused, match="撤回のわけ"):
        withdraw_basis(basis_id=basis.pk, reason="", actor=acting(centre["lead"]), now=NOW)
    assert lead.post(form, {"reason": "危険がなくなった"}).status_code == 302
    assert fresh(basis).state == "withdrawn"


def test_what_is_known_is_written_on_and_what_was_there_stands_in_the_form(centre):
    case, worker = make_case(centre), as_(centre["worker"])
    form = reverse("handoff:write_case", args=[case.pk])
    assert "通院の付き添い" in worker.get(form).text
    answer = worker.post(form, {"need": "朝の声かけ", "area": "見本市", **day("release_on", 9, 4, 1)})
    assert answer.status_code == 302
    page = worker.get(reverse("handoff:case", args=[case.pk])).text
    assert all(words in page for words in ("朝の声かけ", "見本市", "令和9年4月1日"))
    assert "通院の付き添い" not in page


def test_who_it_is_is_corrected_and_found_by_the_new_reading_alone(centre):
    case, worker = make_case(centre), as_(centre["worker"])
    form = reverse("handoff:correct_case", args=[case.pk])
    assert f'href="{form}"' in worker.get(reverse("handoff:case", args=[case.pk])).text
    page = worker.get(form).text
    assert all(words in page for words in CANARIES.values())
    new = {"name": "見本 正子", "name_kana": "ミホン マサコ", "born_on": "昭和31年", "contact": ""}
    wrong = worker.post(form, new | {"born_on": "昭和99年"} | day("origin_on", 8, 4, 1))
    assert (wrong.status_code, "見本 正子" in wrong.text) == (422, True)
    assert worker.post(form, new | day("origin_on", 8, 4, 1)).status_code == 302
    shown = worker.post(reverse("handoff:identity", args=[case.pk])).text
    assert ("見本 正子" in shown, CANARIES["contact"] in shown) == (True, False)
    assert "令和8年4月1日" in worker.get(reverse("handoff:case", args=[case.pk])).text
    assert case.person_id in index.find("みほん まさこ")
    assert case.person_id not in index.find(CANARIES["name_kana"])
    written = Entry.objects.filter(subject_key=case.pk).order_by("id").values_list("verb", "fields")
    changed = ["name", "name_kana", "born_on", "contact", "origin_on"]
    assert [(verb, sorted(fields)) for verb, fields in written if verb == "cases.corrected"] == [
        ("cases.corrected", sorted(changed))
    ]
    assert [verb for verb, _ in written].count("cases.identity_read") == 2


def test_whoever_stands_in_for_a_day_does_not_correct_who_it_is(centre):
    case, colleague = make_case(centre), as_(staff_of_centre()["worker"])
    colleague.post(reverse("handoff:stand_in"), {"reference": case.reference, "reason": "休みのため"})
    assert colleague.get(reverse("handoff:case", args=[case.pk])).status_code == 200
    assert colleague.get(reverse("handoff:correct_case", args=[case.pk])).status_code == 404


def test_the_list_says_the_year_of_a_release_that_is_over_or_far(centre):
    worker, this_year = as_(centre["worker"]), TODAY.year
    for days in (date(this_year - 1, 1, 5), date(this_year + 1, 12, 6)):
        make_case(centre, release_on=days)
    page = worker.get(reverse("handoff:cases")).text
    assert f"{wareki(date(this_year - 1, 1, 5))}<br><small>すぎています" in page
    assert wareki(date(this_year + 1, 12, 6)) in page


def test_the_lead_lets_others_work_on_a_case_and_the_two_may_change_places(centre):
    case, lead = make_case(centre), as_(centre["lead"])
    form = reverse("handoff:case_workers", args=[case.pk])
    worker, second = centre["worker"].person, centre["second"].person
    same = lead.post(form, {"main": worker.pk, "second": worker.pk})
    assert (same.status_code, "別の人にしてください" in same.text) == (422, True)
    assert lead.post(form, {"main": second.pk, "second": worker.pk}).status_code == 302
    standing = rows(case.workers.filter(ended_on=None))
    assert {each.place: each.person_id for each in standing} == {"main": second.pk, "second": worker.pk}
    assert as_(centre["worker"]).get(form).status_code == 404


def test_a_case_is_closed_by_a_page_of_its_own_and_only_read_after_it(centre):
    case, worker = make_case(centre), as_(centre["worker"])
    form = reverse("handoff:close_case", args=[case.pk])
    assert "残しておく期間が、今日から始まります" in worker.get(form).text
    assert worker.post(form).status_code == 302
    assert fresh(case).closed_on is not None
    page = worker.get(reverse("handoff:case", args=[case.pk])).text
    assert "終えた日" in page
    assert form not in page
    assert worker.get(form).status_code == 404


def test_a_case_goes_on_while_a_request_of_it_does(centre, home):
    case, worker = make_case(centre), as_(centre["worker"])
    handoff = make_draft(case, home, centre)
    do(handoff, Deed.SUBMIT, centre["worker"])
    do(handoff, Deed.APPROVE, centre["lead"])
    answer = worker.post(reverse("handoff:close_case", args=[case.pk]))
    assert (answer.status_code, f"{handoff.reference}" in answer.text) == (422, True)
    assert fresh(case).closed_on is None


def test_a_key_that_was_lost_and_not_destroyed_stays_a_fault(centre):
    case, worker = make_case(centre), as_(centre["worker"])
    store.destroy(case.key)
    with pytest.raises(KeyMissing):
        worker.get(reverse("handoff:case", args=[case.pk]))
