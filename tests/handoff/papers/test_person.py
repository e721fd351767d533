"""Papers for the person: consent, contacts, who knows what; and what makes a draft of a consent count."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from foundation.centre.models import CentreProfile
from foundation.japanese.dates import wareki
from handoff.cases.models import LegalBasis
from handoff.cases.services.bases import NewBasis, withdraw_basis, write_basis
from handoff.disclosure.enums import BasisKind, BasisState, Part, SafeguardKind
from handoff.machine.enums import Deed
from handoff.machine.models import Handoff
from handoff.machine.services.looking import look_after_all
from handoff.models import AgencyCopy
from handoff.papers.models import ContactCard
from handoff.papers.services.person import print_told
from handoff.safeguards.models import Safeguard
from tests.factories.cases import (
    EVERYTHING,
    NOW,
    TODAY,
    acting,
    fresh,
    make_basis,
    make_case,
    make_safeguard,
    rows,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.foundation.printed import Printed
from tests.handoff.clients import as_, day

pytestmark = pytest.mark.django_db
CARD = {"name_1": "みなも", "phone_1": "000-000-0120", "about_1": "こまったとき"}


def consent_form(city, centre, **changes):
    data = {
        "kind": "consent",
        "receivers": [city.pk],
        "covers": list(Part),
        "purpose": "住むところを見つけるため",
        **day("since", TODAY),
        **day("until", TODAY + timedelta(days=90)),
    }
    return data | changes


def test_a_consent_goes_from_its_draft_over_the_sheet_to_what_counts(centre, city):
    case = make_case(centre)
    make_safeguard(city, centre)
    client = as_(centre["worker"])
    client.post(reverse("handoff:new_basis", args=[case.pk]), consent_form(city, centre))
    (basis,) = rows(LegalBasis.objects.all())
    sheet = reverse("handoff:consent_paper", args=[case.pk, basis.pk])
    page = client.get(sheet)
    assert "住むところを見つけるため" in page.text
    refused = client.post(sheet, {"purpose": "住むところを見つけるため", "name_0": "みほんし"})
    assert refused.status_code == 422
    assert "住むところを見つけるため" in refused.text
    answer = client.post(sheet, {"purpose": "住《す》む ところを さがすため", "name_0": "みほんし"})
    assert answer["Content-Disposition"] == f'inline; filename="{case.reference}-consent.pdf"'
    paper = Printed(answer.content)
    assert len(paper.texts) == 1
    for words in (
        "だれに",
        "なにを",
        "なんのために",
        "いつまで",
        "やめたいとき",
        "ことわっても、",
        "こまりません",
    ):
        assert words in paper.text
    for words in ("障害福祉課", "わたしのことば", "そばにいた", "さがすため"):
        assert words in paper.text
    assert "かなりあ" not in paper.text
    assert Entry.objects.filter(verb="papers.consent_printed").count() == 1
    activate = reverse("handoff:settle_basis", args=[case.pk, basis.pk, "activate"])
    assert "書いてください" in client.post(activate, follow=True).text
    explained = {
        "explained_by": centre["worker"].person.pk,
        "explained_how": "interview",
        "evidence": "書庫の3",
    }
    address = reverse("handoff:explain_basis", args=[case.pk, basis.pk])
    late = client.post(address, explained | day("explained_on", TODAY + timedelta(days=1)))
    assert late.status_code == 422
    assert "今日か、今日より前" in late.text
    client.post(address, explained | day("explained_on", TODAY))
    client.post(activate)
    assert fresh(basis).state == BasisState.ACTIVE
    assert client.get(address).status_code == 404


def test_each_receiver_is_answered_for_and_what_is_known_of_names_stands_there(centre, city):
    AgencyCopy.objects.filter(pk=city.pk).update(name_kana="ミホンシ ショウガイフクシカ")
    home = make_agency(name="みなも荘", address="見本市2", name_kana="ミナモソウ")
    case, client = make_case(centre), as_(centre["worker"])
    basis = write_basis(
        case=case,
        new=NewBasis(
            kind=BasisKind.CONSENT,
            covers=frozenset({Part.NEED}),
            since=TODAY,
            until=TODAY,
            receivers=(city, home),
            texts={"purpose": "住《す》む ところ"},
        ),
        actor=acting(centre["worker"]),
        now=NOW,
    )
    sheet = reverse("handoff:consent_paper", args=[case.pk, basis.pk])
    form = client.get(sheet).context["form"]
    typed = {name: form[name].value() for name in ("name_0", "name_1")}
    assert set(typed.values()) == {"ミホンシ ショウガイフクシカ", "ミナモソウ"}
    paper = Printed(client.post(sheet, typed | {"purpose": "住《す》む ところ"}).content)
    assert (len(paper.texts), paper.text.count("いやです")) == (1, 2)


def test_a_card_begins_with_our_own_centre(centre):
    facts = {"name": "見本支援センター", "name_kana": "ミホンシエンセンター", "phone": "0999-22-3333"}
    CentreProfile.objects.update_or_create(pk=1, defaults=facts)
    page = reverse("handoff:card", args=[make_case(centre).pk])
    form = as_(centre["worker"]).get(page).context["form"]
    assert form["name_1"].value() == "見本支援《みほんしえん》センター"
    assert form["phone_1"].value() == "0999-22-3333"


def test_a_card_is_kept_sealed_and_printed(centre):
    case = make_case(centre)
    client = as_(centre["worker"])
    address = reverse("handoff:card", args=[case.pk])
    wrong = client.post(address, CARD | {"name_2": "佐藤さん"})
    assert wrong.status_code == 422
    assert "佐藤さん" in wrong.text
    assert client.post(reverse("handoff:card_paper", args=[case.pk])).status_code == 302
    client.post(address, CARD)
    client.post(
        address,
        CARD | {"name_2": "佐藤《さとう》さん", "phone_2": "000-000-1111", "about_2": "話《はな》したいとき"},
    )
    (card,) = rows(ContactCard.objects.all())
    assert "みなも".encode() not in bytes(card.contacts)
    assert "佐藤《さとう》さん" in client.get(address).text
    answer = client.post(reverse("handoff:card_paper", args=[case.pk]))
    paper = Printed(answer.content)
    for words in ("わたしのれんらくさき", "みなも", "000-000-0120", "佐藤", "000-000-1111"):
        assert words in paper.text
    verbs = Entry.objects.filter(verb__startswith="papers.card_").values_list("verb", flat=True)
    assert list(verbs) == ["papers.card_written"] * 2 + ["papers.card_printed"]


def test_who_knows_what_is_told_from_the_ledger(centre, make):
    handoff = make(Deed.ACKNOWLEDGE)
    client = as_(centre["worker"])
    client.post(reverse("handoff:paper", args=[handoff.pk, "package"]), {"parts": [Part.IDENTITY]})
    address = reverse("handoff:told_paper", args=[handoff.case_id])
    assert client.post(address, {"name_0": ""}).status_code == 422
    paper = Printed(client.post(address, {"name_0": "ミホンシ ショウガイフクシカ"}).content)
    for words in ("だれがなにをしっているか", "障害福祉課", "したいくらし", "れんらくさき", "いままで"):
        assert words in paper.text
    assert "でもわたしました。" in paper.text
    assert "かなりあ" not in paper.text
    later = NOW + timedelta(days=2)
    basis_id = fresh(handoff).basis_id
    withdraw_basis(basis_id=basis_id, reason="やめたい", actor=acting(centre["worker"], now=later), now=later)
    look_after_all(now=later)
    _, pdf = print_told(
        case_id=handoff.case_id, readings={}, actor=acting(centre["lead"], now=later), now=later
    )
    text = Printed(pdf).text
    assert "いままで" not in text
    assert f"{timezone.localdate(later).day}日まで" in text.replace("にち", "")
    assert Entry.objects.filter(verb="papers.told_printed").count() == 2


def test_nobody_was_told_yet(centre):
    case = make_case(centre)
    _, pdf = print_told(case_id=case.pk, readings={}, actor=acting(centre["worker"]), now=NOW)
    assert "まだ、ほかのだれにもつたえていません。" in Printed(pdf).text


def test_nobody_else_prints_for_a_person(centre, city):
    case = make_case(centre)
    basis = make_basis(case, centre, receivers=[city], covers=EVERYTHING)
    leading = {PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD, PrivateRole.PRIVACY_OFFICER}
    strangers = [make_enrolled_user(name=role, role=role) for role in set(PrivateRole) - leading]
    others = [*strangers, staff_of_centre()["worker"], *staff_of_agency(city).values()]
    addresses = [
        ("get", reverse("handoff:person_papers", args=[case.pk])),
        ("post", reverse("handoff:consent_paper", args=[case.pk, basis.pk])),
        ("post", reverse("handoff:told_paper", args=[case.pk])),
        ("get", reverse("handoff:card", args=[case.pk])),
        ("post", reverse("handoff:card_paper", args=[case.pk])),
        ("get", reverse("handoff:explain_basis", args=[case.pk, basis.pk])),
    ]
    for user in others:
        client = as_(user)
        got = {getattr(client, method)(address).status_code for method, address in addresses}
        assert got == {404}, user
    assert not Entry.objects.filter(verb__startswith="papers.").exists()


def test_the_officer_for_data_prints_who_knows_what_and_no_card(centre):
    case = make_case(centre)
    officer = as_(make_enrolled_user(name="責任者", role=PrivateRole.PRIVACY_OFFICER))
    page = officer.get(reverse("handoff:person_papers", args=[case.pk]))
    assert "だれが なにを しっているか" in page.text
    assert "れんらくさきを書く" not in page.text
    assert officer.post(reverse("handoff:told_paper", args=[case.pk])).status_code == 200


def test_an_agreement_is_printed_for_its_parties_by_the_centre_alone(centre, city):
    agreement = make_safeguard(city, centre)
    law = make_safeguard(city, centre, kind=SafeguardKind.STATUTORY_SECRECY, law="地方公務員法34条")
    address = reverse("handoff:agreement", args=[agreement.pk])
    assert address in as_(centre["worker"]).get(reverse("handoff:safeguards")).text
    paper = Printed(as_(centre["worker"]).post(address).content)
    assert len(paper.texts) == 1
    for words in ("個人情報の取り決め書", "見本市障害福祉課", "第11条", wareki(agreement.until)):
        assert words in paper.text
    assert as_(centre["worker"]).post(reverse("handoff:agreement", args=[law.pk])).status_code == 404
    for user in staff_of_agency(city).values():
        assert as_(user).post(address).status_code == 404
    assert Entry.objects.filter(verb="papers.agreement_printed").count() == 1


def test_an_agency_without_an_agreement_is_found_by_words_and_no_other(centre, city):
    case, client = make_case(centre), as_(centre["worker"])
    make_safeguard(make_agency(name="見本市 高齢課", address="見本市1-2"), centre)
    form = reverse("handoff:new_handoff", args=[case.pk])
    assert "障害福祉課" not in client.get(form).text
    found = client.post(form, {"pledge_words": "見本市", "lookup": "pledge_words", "ask": "お願い"})
    assert (found.status_code, "お願い" in found.text) == (200, True)
    offered = found.context["form"].fields["pledge_with"].queryset
    assert [each.pk for each in offered] == [city.pk]
    assert "見本市 障害福祉課（見本市1-1）" in found.text


def test_a_draft_to_somebody_not_bound_yet_gives_a_pledge_and_cannot_leave(centre, city):
    case = make_case(centre)
    client = as_(centre["worker"])
    data = {"kind": "coordination", "pledge_with": city.pk, "ask": "お願い", "part_outline": "60代の方"}
    answer = client.post(reverse("handoff:new_handoff", args=[case.pk]), data)
    (draft,) = rows(Handoff.objects.filter(case=case))
    assert answer.url == reverse("handoff:detail", args=[draft.pk])
    pledge = client.post(reverse("handoff:paper", args=[draft.pk, "pledge"]))
    assert "見本市障害福祉課" in Printed(pledge.content).text
    assert "誓約書が、まだ確かめられていません" in as_(centre["lead"]).get(answer.url).text
    both = data | {"safeguard": make_safeguard(city, centre).pk}
    assert client.post(reverse("handoff:new_handoff", args=[case.pk]), both).status_code == 422
    nobody = {name: value for name, value in data.items() if name != "pledge_with"}
    assert (
        "だれに渡すかを選んでください"
        in client.post(reverse("handoff:new_handoff", args=[case.pk]), nobody).text
    )
    assert {each.only_for for each in rows(Safeguard.objects.all())} == {draft.reference, ""}
