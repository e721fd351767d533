"""The form of somebody who is signed in for an agency: it knows the agency and its people, and no others."""

from uuid import uuid4

import pytest
from django.test import Client

from directory.access import ACTING_KEY
from events.models import Application, Participant
from tests.events.apply_form import SEND, address, confirmed, mistakes, opened, post
from tests.events.filled import Form
from tests.factories.accounts import make_person, sign_in
from tests.factories.directory import join, make_agency, make_partner
from tests.factories.events import apply, make_event, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def agency():
    return make_agency(phone="099-000-4567", fax="099-000-4568", email="minamo@example.jp")


@pytest.fixture
def client_c(agency):
    """事業所職員C, signed in."""
    return sign_in(Client(), make_partner(agency=agency))


def test_a_partners_form_knows_the_agency(client_c, agency):
    fields = opened(make_event(), client_c).fields
    known = {
        name: fields.get(name) for name in ("agency", "contact_name", "phone", "fax", "email", "reply_way")
    }
    assert known == {
        "agency": [agency.public_id],
        "contact_name": ["事業所職員C"],
        "phone": ["099-000-4567"],
        "fax": ["099-000-4568"],
        "email": ["minamo@example.jp"],
        "reply_way": ["mail"],
    }
    assert "agency_name" not in fields


def test_an_agency_without_mail_is_answered_by_fax():
    agency = make_agency(phone="099-000-4567", fax="099-000-4568")
    client = sign_in(Client(), make_partner(agency=agency))
    assert opened(make_event(), client).fields["reply_way"] == ["fax"]


def test_earlier_colleagues_are_chosen_by_one_press(client_c, agency):
    apply(make_session(), agency=agency)
    event = make_event()
    form = opened(event, client_c)
    earlier = Participant.objects.get().person
    two = {"people-TOTAL_FORMS": "2", "people-0-colleague": str(earlier.pk), "people-1-later": "on"}
    page = post(event, form.sent(**two), client_c)
    assert page.status_code == 200
    post(event, Form(page).sent(press=SEND), client_c)
    application = Application.objects.latest("id")
    assert (application.agency, application.sector) == (agency, "disability")
    assert [(person.name, person.person) for person in application.participants.all()] == [
        ("見本 1", earlier),
        ("", None),
    ]


def test_a_chosen_colleague_counts_and_not_what_stood_below(client_c, agency):
    apply(make_session(), agency=agency)
    event = make_event()
    chosen = {"people-0-colleague": str(Participant.objects.get().person_id), "people-0-name": "だれか"}
    page = post(event, opened(event, client_c).sent(**chosen), client_c).content.decode()
    assert ("見本 1" in page, "<span>だれか" in page) == (True, False)


def test_a_colleague_chosen_twice_is_shown_where(client_c, agency):
    apply(make_session(), agency=agency)
    person = str(Participant.objects.get().person_id)
    event = make_event()
    two = {"people-TOTAL_FORMS": "2", "people-0-colleague": person, "people-1-colleague": person}
    response = post(event, opened(event, client_c).sent(**two), client_c)
    assert mistakes(response) == [
        "2人目　前に参加した方から選ぶ：1人目と同じ方です。お名前を確かめてください。"
    ]


def test_a_colleague_who_has_a_seat_already_is_refused_at_the_end(client_c, agency):
    event = make_event()
    apply(event.sessions.get(), agency=agency)
    person = str(Participant.objects.get().person_id)
    page = post(event, opened(event, client_c).sent(**{"people-0-colleague": person}), client_c)
    response = post(event, Form(page).sent(press=SEND), client_c)
    assert mistakes(response) == ["同じ方が、この研修・行事にもう申し込んでいます。"]
    assert Application.objects.count() == 1


def test_people_of_another_agency_are_neither_shown_nor_taken(client_c):
    other = make_agency(name="よその事業所")
    stranger = make_person(name="よその 一郎")
    join(stranger, other)
    event = make_event()
    assert "よその 一郎" not in client_c.get(address(event)).content.decode()
    own = {"people-0-colleague": str(stranger.pk)}
    response = post(event, opened(event, client_c).sent(**own), client_c)
    assert mistakes(response) == [
        "1人目　前に参加した方から選ぶ：この方は、事業所の名簿にいません。選びなおしてください。"
    ]


def test_the_agency_of_the_first_look_holds_to_the_end(client_c, agency):
    user = agency.memberships.get().person.user
    second = join(user.person, make_agency(name="ふたつめの家"))
    event = make_event()
    form = opened(event, client_c)
    session = client_c.session
    session[ACTING_KEY] = second.agency_id
    session.save()
    page = post(event, form.sent(**{"people-0-later": "on"}), client_c)
    post(event, Form(page).sent(press=SEND), client_c)
    assert Application.objects.get().agency == agency
    assert opened(event, client_c).fields["agency"] == [second.agency.public_id]


def test_whoever_works_at_several_agencies_is_told_how_to_change(client_c, agency):
    event = make_event()
    link = 'href="/my/agencies/?next='
    assert link not in client_c.get(address(event)).content.decode()
    join(agency.memberships.get().person, make_agency(name="ふたつめの家"))
    assert link in client_c.get(address(event)).content.decode()


@pytest.mark.parametrize("press", [None, SEND])
def test_whoever_is_signed_out_meanwhile_loses_nothing_and_applies_for_nobody(client_c, press):
    event = make_event()
    form = opened(event, client_c)
    data = form.sent(**{"people-0-name": "髙橋 慎", "people-0-name_kana": "タカハシ シン"})
    response = post(event, data | ({"send": ["seats"]} if press else {}))
    assert response.status_code == 422
    assert "ログインが切れたか" in response.content.decode()
    assert Form(response).fields["people-0-name"] == ["髙橋 慎"]
    assert Application.objects.count() == 0


def test_nobody_applies_in_the_name_of_an_agency_that_is_not_theirs(client_c):
    other = make_agency(name="よその事業所")
    event = make_event()
    data = opened(event, client_c).sent(agency=other.public_id, **{"people-0-later": "on"})
    assert post(event, data | {"send": ["seats"]}, client_c).status_code == 422
    assert Application.objects.count() == 0


def test_another_visitors_form_key_opens_only_what_it_made():
    event = make_event()
    apply(event.sessions.get(), form_key=uuid4())
    assert (
        "R8-0002"
        in Client()
        .get(post(event, Form(confirmed(event)).sent(press=SEND)).headers["Location"])
        .content.decode()
    )
