"""Consultations: asked by an agency, answered by the centre, in opening hours; who reads which, and when."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db.utils import IntegrityError
from django.http import Http404
from django.utils import timezone

from accounts.enums import PrivateRole
from foundation.japanese.business_days import Closures
from foundation.japanese.dates import fiscal_year, fiscal_year_span
from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.enums import OriginKind
from handoff.cases.services.bases import withdraw_basis
from handoff.consultation.counts import directions, waiting
from handoff.consultation.enums import RequestState, Source, Topic, Urgency
from handoff.consultation.models import ConsultationRequest
from handoff.consultation.reading import read_figures, read_request
from handoff.consultation.rules import Hours, due_on, may_hand_on, working_minutes
from handoff.consultation.services import Question, answer, ask, close, take
from handoff.consultation.telling import tell
from handoff.exceptions import Refused
from handoff.machine.enums import Deed
from handoff.machine.models import Handoff
from handoff.machine.services.running import settle_days
from handoff.vault import store
from tests.factories.cases import NOW, TODAY, acting, do, fresh, make_case, rows
from tests.factories.handoff import make_enrolled_user
from tests.factories.records import hold_last_review, make_world

pytestmark = pytest.mark.django_db
TEXTS = {"question": "夜に声を出すかなりあ"}
REPLY = {"answer": "まず聞いてくださいかなりあ", "second": "弁護士もそう言うかなりあ"}
HOURS = Hours(opens_at=time(9), closes_at=time(17), closures=Closures())


@pytest.fixture
def world():
    return make_world(stage="backup")


def question(**more):
    return Question(**{"topic": Topic.TROUBLE, "urgency": Urgency.SOON, "texts": TEXTS} | more)


def asked(world, user=None, *, about=False, **more):
    return ask(
        question=question(**more), agency=world.city, actor=acting(user or world.hand), now=NOW,
        handoff_id=world.handoff.pk if about else None,
    )  # fmt: skip


def replied(request, user, *, now=NOW):
    answer(request_id=request.pk, texts=REPLY, minutes=30, actor=acting(user, now=now), now=now)


def read(request, user):
    return read_request(request_id=request.pk, actor=acting(user), now=NOW)


def test_a_request_goes_from_asked_to_closed(world):
    request = asked(world, about=True)
    take(request_id=request.pk, actor=acting(world.worker), now=NOW)
    assert fresh(request).taken_by == world.worker
    replied(request, world.worker)
    found = read(request, world.hand)
    assert (found.reply, found.question["question"], found.topic) == (
        REPLY,
        TEXTS["question"],
        "トラブル、近所とのこと",
    )
    close(request_id=request.pk, actor=acting(world.hand), now=NOW)
    assert fresh(request).state == RequestState.CLOSED
    with pytest.raises(Refused, match="いまは"):
        close(request_id=request.pk, actor=acting(world.hand), now=NOW)


def test_whoever_asked_does_not_answer_themselves(world):
    request = asked(world)
    for deed in (take, close):
        with pytest.raises(Refused):
            deed(request_id=request.pk, actor=acting(world.hand), now=NOW)
    with pytest.raises(Refused, match="センターの担当"):
        replied(request, world.hand)
    with pytest.raises(Refused, match="この機関としては"):
        ask(question=question(), agency=world.city, actor=acting(world.worker), now=NOW)


def test_in_general_it_lies_under_a_key_of_its_own_and_about_somebody_under_the_cases(world):
    general, about = asked(world), asked(world, about=True)
    assert about.key == world.handoff.key
    assert general.key != world.handoff.key
    assert str(general.key) in store.names()


def test_all_of_the_centre_answer_in_general_but_about_somebody_only_the_people_of_the_case(world):
    general, about = asked(world), asked(world, about=True)
    other = next(each for each in world.strangers if "センター" in str(each.person))
    assert read(general, other).deeds
    with pytest.raises(Http404):
        read(about, other)
    for request in (general, about):
        assert read(request, world.worker).deeds
    for user in world.strangers:
        if user != other and "センター" not in str(user.person):
            for request in (general, about):
                with pytest.raises(Http404):
                    read(request, user)


def test_somebody_of_the_agency_who_is_not_named_reads_what_is_general_alone(world):
    general, about = asked(world), asked(world, about=True)
    colleague = make_enrolled_user(name="同僚", role=PrivateRole.AGENCY_WORKER, agency=world.city)
    assert read(general, colleague).question["question"] == TEXTS["question"]
    with pytest.raises(Http404):
        read(about, colleague)


@pytest.mark.parametrize("stage", ["accepted", "overlap", "handing"])
def test_about_a_handoff_is_asked_in_its_backup_alone(stage):
    with pytest.raises(Http404):
        asked(make_world(stage=stage), about=True)


def test_after_closing_it_is_asked_until_the_day_that_was_agreed(world):
    settle_days(handoff_id=world.handoff.pk, person_told_on=TODAY, actor=acting(world.worker), now=NOW)
    hold_last_review(world.handoff, world.worker)
    do(world.handoff, Deed.CLOSE, world.lead)
    request = asked(world, about=True)
    assert read(request, world.hand).question["question"] == TEXTS["question"]
    with opened(CLOCK, now=NOW):
        Handoff.objects.filter(pk=world.handoff.pk).update(backup_until=TODAY - timedelta(days=1))
    for forbidden in (lambda: asked(world, about=True), lambda: read(request, world.hand)):
        with pytest.raises(Http404):
            forbidden()
    assert read(request, world.worker).deeds


def test_a_consent_taken_back_closes_it_for_whoever_asked(world):
    general, about = asked(world), asked(world, about=True)
    basis = fresh(world.handoff).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(world.worker), now=NOW)
    with pytest.raises(Http404):
        read(about, world.hand)
    assert read(general, world.hand).question["question"] == TEXTS["question"]
    assert read(about, world.worker).question["question"] == TEXTS["question"]


def test_what_others_asked_first_needs_the_persons_consent(world):
    more = {"source": Source.BAR, "shared_on": TODAY}
    with pytest.raises(Refused, match="同意をもらってから"):
        asked(world, **more)
    request = asked(world, has_consent=True, **more)
    assert (read(request, world.worker).source, request.shared_on) == ("弁護士会・弁護士", TODAY)


@pytest.mark.parametrize(
    ("source", "consent", "shared", "is_fine"),
    [
        (Source.OWN, False, None, True),
        (Source.BAR, False, TODAY, False),
        (Source.BAR, True, None, False),
        (Source.BAR, True, TODAY + timedelta(days=1), False),
        (Source.BAR, True, TODAY, True),
    ],
)
def test_handing_on_asks_for_consent_and_its_day(source, consent, shared, is_fine):
    assert may_hand_on(source, has_consent=consent, shared_on=shared, today=TODAY).allowed == is_fine


@pytest.mark.parametrize(
    ("urgency", "day"),
    [
        (Urgency.TODAY, date(2026, 11, 20)),
        (Urgency.SOON, date(2026, 11, 26)),
        (Urgency.NO_HURRY, date(2026, 12, 7)),
    ],
)
def test_an_answer_is_due_by_business_days(urgency, day):
    # Friday 20 November 2026; Monday 23 is a public holiday.
    asked_on = date(2026, 11, 20)
    assert due_on(urgency, asked_on=asked_on, soon=3, no_hurry=10, closures=Closures()) == day


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-20 10:00", "2026-11-20 11:30", 90),
        ("2026-11-20 16:00", "2026-11-24 10:00", 120),
        ("2026-11-21 10:00", "2026-11-23 18:00", 0),
        ("2026-11-20 20:00", "2026-11-24 08:00", 0),
        ("2026-11-20 11:00", "2026-11-20 10:00", 0),
    ],
)
def test_time_to_the_answer_counts_opening_hours_alone(start, end, minutes):
    assert working_minutes(datetime.fromisoformat(start), datetime.fromisoformat(end), HOURS) == minutes


def test_what_is_late_waits_for_the_centre_and_an_answer_for_whoever_asked(world):
    request = asked(world, urgency=Urgency.TODAY)
    day = request.due_on

    def told(user):
        with opened(acting(user), now=NOW):
            return [(each.reference, each.what) for each in waiting(acting(user), today=day)]

    assert told(world.worker) == [(request.reference, "相談に、答えてください")]
    assert told(world.hand) == []
    replied(request, world.worker)
    assert told(world.worker) == []
    assert told(world.hand) == [(request.reference, "相談の答えが届いています")]


def test_topics_and_directions_are_counted_for_a_year(world):
    for topic in (Topic.MONEY, Topic.TROUBLE, Topic.TROUBLE):
        request = asked(world, topic=topic)
    replied(request, world.worker)
    make_case(world.centre, origin_kind=OriginKind.CENTRE_COOPERATION_REQUEST)
    year = fiscal_year(TODAY)
    figures = read_figures(year=year, actor=acting(world.lead), now=NOW)
    assert [(line.label, line.asked, line.answered, line.mean_spent) for line in figures.topics] == [
        ("トラブル、近所とのこと", 2, 1, 30),
        ("お金、借金、後見", 1, 0, None),
    ]
    assert (figures.directions.sent, figures.directions.received) == (0, 1)
    with opened(acting(world.strangers[0]), now=NOW):
        assert directions(acting(world.strangers[0]), fiscal_year_span(year), today=TODAY).received == 0
    assert read_figures(year=year - 1, actor=acting(world.lead), now=NOW).topics == []


def test_the_database_shows_the_same_rows_without_a_filter(world):
    asked(world), asked(world, about=True)
    centre = [each for each in world.strangers if "センター" in str(each.person)]
    expected = {world.worker: 2, world.hand: 2} | dict.fromkeys(centre, 1)
    expected |= {user: 0 for user in world.strangers if user not in centre}
    for user, count in expected.items():
        with opened(acting(user), now=NOW):
            assert ConsultationRequest.objects.count() == count, user
    actor = acting(world.hand)
    world.hand.person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert ConsultationRequest.objects.count() == 0


def test_invariants_stand_in_the_database(world):
    request = asked(world)
    for change, name in (
        ({"case": world.case}, "a_case_comes_with_its_handoff"),
        ({"state": RequestState.ANSWERED}, "answered_has_its_answer"),
    ):
        with pytest.raises(IntegrityError, match=name), opened(CLOCK, now=NOW):
            ConsultationRequest.objects.filter(pk=request.pk).update(**change)


def test_mail_says_only_that_something_waits(world):
    for user, mail in ((world.worker, "worker@example.jp"), (world.hand, "hand@example.jp")):
        user.email = mail
        user.save()
    request = asked(world, about=True)
    assert [tell(request_id=request.pk, now=NOW) for _ in range(2)] == [2, 2]
    replied(request, world.worker)
    tell(request_id=request.pk, now=NOW)
    mails = OutgoingMail.objects.filter(cause__startswith="consultation.").order_by("pk")
    assert [each.to for each in mails] == [
        "worker@example.jp",
        world.centre["second"].email,
        "hand@example.jp",
    ]
    assert not any(request.reference in f"{each.subject}{each.text}" for each in mails)


def test_everybody_who_works_on_cases_hears_of_a_general_question(world):
    request = asked(world)
    centre = [world.worker, world.lead]
    for number, user in enumerate(centre):
        user.email = f"centre-{number}@example.jp"
        user.save()
    tell(request_id=request.pk, now=timezone.now())
    told = OutgoingMail.objects.filter(cause__startswith="consultation.")
    assert {"centre-0@example.jp", "centre-1@example.jp"} <= {each.to for each in told}
    assert rows(ConsultationRequest.objects.all())[0].state == RequestState.ASKED
