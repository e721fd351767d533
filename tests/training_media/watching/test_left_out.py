"""The desk does not count a sitting that was not somebody's: totals and the proof follow at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.audit.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, make_recording, make_viewer, name_people
from tests.factories.watching import come_in
from training_media.models import Part
from training_media.viewing.enums import SittingKind
from training_media.viewing.exceptions import CannotBeLeftOut
from training_media.viewing.models import Coverage, KeptPiece, PlayedPiece, Seat
from training_media.viewing.services.forgetting import forget_old_reports
from training_media.viewing.services.leaving_out import count_anew, leave_out
from training_media.viewing.services.ledger import Piece, begin_sitting, end_together, take_pieces

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
MINUTE = 60_000


@pytest.fixture
def card(staff, transactional_db):
    place_first_site()
    made = make_card(by=staff)
    name_people(made.agency, "見本 花子", by=staff)
    return made


@pytest.fixture
def recording(card):
    return Part.objects.get(number=1).recording


@pytest.fixture
def viewer(card):
    return make_viewer(agency=card.agency)


def played(viewer, recording, *, start, minutes=10, ago=60, others=(), kind=SittingKind.ALONE):
    """Let somebody have watched so many minutes from there on, beginning so many minutes ago."""
    began = NOW - timedelta(minutes=ago)
    sitting = begin_sitting(
        recording=recording, viewers=[viewer, *others], kind=kind, now=began, let_in_by="card:1"
    )
    piece = Piece(0, (start * MINUTE, (start + minutes) * MINUTE), (0, minutes * MINUTE), 1_000)
    take_pieces(key=sitting.key, pieces=[piece], now=NOW)
    return Seat.objects.get(sitting=sitting, viewer=viewer)


def seen(viewer):
    return [
        [[start // MINUTE, end // MINUTE] for start, end in row.alone + row.together]
        for row in Coverage.objects.filter(viewer=viewer).order_by("recording")
    ]


def test_what_was_not_theirs_counts_no_more_and_frees_the_moments_it_took(viewer, recording, staff):
    hostile = played(viewer, recording, start=0)
    played(viewer, recording, start=20)
    assert seen(viewer) == [[[0, 10]]]
    leave_out(seat=hostile, because="本人ではない", actor=staff, now=NOW)
    assert seen(viewer) == [[[20, 30]]]
    take_pieces(
        key=hostile.sitting.key, pieces=[Piece(1, (0, MINUTE), (20 * MINUTE, 21 * MINUTE), 1_000)], now=NOW
    )
    assert seen(viewer) == [[[20, 30]]]
    count_anew(seat=hostile, actor=staff, now=NOW)
    assert seen(viewer) == [[[0, 10]]]


def test_who_sat_beside_keeps_theirs(viewer, recording, staff):
    other = make_viewer(name="見本 太郎", agency=viewer.agency)
    seat = played(viewer, recording, start=0, others=[other], kind=SittingKind.TOGETHER)
    end_together(sittings=[seat.sitting], stayed=[viewer.pk, other.pk], now=NOW)
    leave_out(seat=seat, because="本人ではない", actor=staff, now=NOW)
    assert [seen(viewer), seen(other)] == [[[]], [[[0, 10]]]]


def test_what_was_carried_into_a_new_edit_follows(viewer, recording, staff):
    new = make_recording(minutes=45)
    recording.replaced_by = new
    recording.save()
    KeptPiece.objects.create(recording=recording, start=0, end=5 * MINUTE, new_start=MINUTE)
    seat = played(viewer, recording, start=0)
    carried = Coverage.objects.filter(recording=new).values_list("carried", flat=True)
    assert carried.get() == ((MINUTE, 6 * MINUTE),)
    leave_out(seat=seat, because="本人ではない", actor=staff, now=NOW)
    assert carried.get() == ()


def test_only_what_counts_can_be_left_out_and_only_while_its_reports_are_kept(viewer, recording, staff):
    seat, kept = played(viewer, recording, start=0), played(viewer, recording, start=20, ago=30)
    with pytest.raises(CannotBeLeftOut):
        count_anew(seat=seat, actor=staff, now=NOW)
    leave_out(seat=seat, because="本人ではない", actor=staff, now=NOW)
    with pytest.raises(CannotBeLeftOut):
        leave_out(seat=seat, because="もう一度", actor=staff, now=NOW)
    forget_old_reports(now=NOW + timedelta(days=400))
    for each, change in ((kept, leave_out), (seat, count_anew)):
        why = {"because": "本人ではない"} if change is leave_out else {}
        with pytest.raises(CannotBeLeftOut, match="もう消した"):
            change(seat=each, actor=staff, now=NOW, **why)
    assert seen(viewer) == [[[20, 30]]]


def test_the_database_counts_nothing_that_is_left_out_and_wants_a_reason(viewer, recording, staff):
    seat = played(viewer, recording, start=0)
    with pytest.raises(IntegrityError, match="viewing_seat_left_out_does_not_count"):
        Seat.objects.update(left_out_at=NOW, left_out_because="わけ")
    with pytest.raises(IntegrityError, match="viewing_seat_left_out_with_a_reason"):
        Seat.objects.update(stayed=False, left_out_at=NOW)
    leave_out(seat=seat, because="本人ではない", actor=staff, now=NOW)
    with pytest.raises(IntegrityError, match="viewing_seat_left_out_does_not_count"):
        Seat.objects.update(stayed=True)


def test_staff_leave_out_a_sitting_and_the_proof_follows(card, viewer, recording, staff):
    seat, desk = played(viewer, recording, start=0), sign_in(Client(), staff)
    proof = reverse("reach_desk:proof", args=[card.campaign.course_id, card.agency.public_id])
    page = reverse("watching_desk:viewer", args=[viewer.pk])
    assert [words in desk.get(proof).text for words in (f'href="{page}"', "10分00秒</")] == [True, True]
    deed = reverse("watching_desk:leave_out", args=[viewer.pk, seat.pk])
    assert f'href="{deed}"' in desk.get(page).text
    assert desk.post(deed, {"reason": ""}).status_code == 422
    answer = desk.post(deed, {"reason": "本人が見ていないと言った"}, follow=True)
    assert [words in answer.text for words in ("数えないことにしました", "本人が見ていないと言った")] == [
        True,
        True,
    ]
    assert "10分00秒</" not in desk.get(proof).text
    event = Entry.objects.get(verb="viewing.sitting_left_out")
    assert (event.actor_id, "本人が" in str(vars(event))) == (staff.pk, False)
    anew = reverse("watching_desk:count_anew", args=[viewer.pk, seat.pk])
    assert "また数えることにしました" in desk.post(anew, follow=True).text
    assert "10分00秒</" in desk.get(proof).text
    assert "いま数えています" in desk.post(anew, follow=True).text


def test_whoever_was_left_out_reads_it_in_their_own_record(card, staff):
    client = Client()
    come_in(client, card)
    key = client.post("/videos/ukeire/watch/1/begin/").json()["sitting"]
    take_pieces(
        key=key,
        pieces=[Piece(0, (0, MINUTE), (0, MINUTE), 1_000)],
        now=timezone.now() + timedelta(minutes=2),
    )
    leave_out(seat=Seat.objects.get(), because="本人ではない", actor=staff, now=timezone.now())
    page = client.get("/watch/record/").text
    assert ["センターが、数えないことにしました" in page, "本人ではない" in page] == [True, False]


def test_only_the_desk_comes_in_and_a_sitting_is_one_of_its_viewer(viewer, recording, staff, partner):
    seat = played(viewer, recording, start=0)
    other = make_viewer(name="別の人", agency=viewer.agency)
    desk, inside = sign_in(Client(), staff), sign_in(Client(), partner)
    names = [("viewer", []), ("leave_out", [seat.pk]), ("count_anew", [seat.pk])]
    for name, more in names:
        address = reverse(f"watching_desk:{name}", args=[viewer.pk, *more])
        assert inside.post(address, {"reason": "x"}).status_code in (302, 404)
        assert Client().post(address, {"reason": "x"}).status_code == 302
    for name in ("leave_out", "count_anew"):
        wrong = reverse(f"watching_desk:{name}", args=[other.pk, seat.pk])
        assert desk.post(wrong, {"reason": "x"}).status_code == 404
    seat.refresh_from_db()
    assert seat.stayed


def test_the_list_asks_as_often_for_three_sittings_as_for_one(
    viewer, recording, staff, django_assert_num_queries
):
    desk = sign_in(Client(), staff)
    address = reverse("watching_desk:viewer", args=[viewer.pk])
    played(viewer, recording, start=0)
    desk.get(address)
    with django_assert_num_queries(15):
        desk.get(address)
    played(viewer, recording, start=10, ago=40)
    played(viewer, recording, start=20, ago=20)
    with django_assert_num_queries(15):
        page = desk.get(address).text
    assert page.count("10分0秒") == 3
    assert PlayedPiece.objects.count() == 3
