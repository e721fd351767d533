"""Two people open one record: nothing is overwritten unseen, and nothing that was typed is lost."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from content.duties.first_duties import DUTIES
from content.duties.models import Duty
from content.furigana.models import DictionaryWord
from content.meanwhile import held
from content.records import RecordViewSet
from content.search.services import save_synonym_group
from content.tags.models import Tag
from directory.models import Condition, MunicipalityInArea, ServiceKind, WelfareArea
from portal.privacy_requests.models import PrivacyRequest
from tests.beside import Beside
from tests.content.dated import NOW, stored_fact, stored_term
from tests.factories.accounts import make_user, sign_in
from tests.factories.additions import make_addition, make_price
from tests.factories.directory import make_municipality
from tests.factories.guides import make_guide, make_part, make_practice, make_question
from tests.factories.paths import make_path
from tests.factories.procedures import make_clause, make_first_steps, make_start_up, make_step
from tests.factories.shown import as_shown

pytestmark = pytest.mark.django_db


def stored_duty():
    return Duty.objects.create(source="業務内容の説明", **DUTIES[0])


def stored_group():
    words = ["特養", "老人ホーム"]
    return save_synonym_group(group=None, words=words, note="", actor=None, now=NOW)


def stored_word():
    return DictionaryWord.objects.create(word="青波", reading="あおなみ", kind="place")


def stored_request():
    return PrivacyRequest.objects.create(
        kind="disclosure", way="letter", received_on=date(2026, 11, 2), due_on=date(2026, 12, 2)
    )


def stored_area():
    return WelfareArea.objects.create(scheme="own", name="能登中部", valid_from=date(2018, 4, 1))


def stored_member():
    area = stored_area()
    return MunicipalityInArea.objects.create(
        municipality=make_municipality(), area=area, scheme=area.scheme, valid_from=area.valid_from
    )


# The screen, how its record comes about, and two fields with what each of two people writes there.
RECORDS = {
    "facts": (stored_fact, {"name": "Bの名前"}, {"note": "Aの注意"}),
    "terms": (lambda: stored_term("加算"), {"plain": "Bの説明"}, {"note": "Aの注意"}),
    "duty_records": (stored_duty, {"summary": "Bの文"}, {"plain_name": "Aの名前"}),
    "synonyms": (stored_group, {"note": "Bの注意"}, {"words": "特養\nAのことば"}),
    "furigana_dictionary": (stored_word, {"note": "Bの注意"}, {"reading": "えーなみ"}),
    "tag_records": (
        lambda: Tag.objects.create(name="居住", reading="きょじゅう"),
        {"synonyms": "Bのことば"},
        {"note": "Aの注意"},
    ),
    "privacy_requests": (stored_request, {"due_on": "令和8年12月20日"}, {"received_on": "令和8年11月3日"}),
    "service-kinds": (ServiceKind.objects.first, {"plain": "Bの説明"}, {"short_name": "Aの名"}),
    "welfare-areas": (stored_area, {"name": "Bの圏域"}, {"valid_to": "2030-04-01"}),
    "municipalities-in-areas": (stored_member, {"valid_to": "2030-04-01"}, {"valid_from": "2019-04-01"}),
    "conditions": (Condition.objects.first, {"plain": "Bの説明"}, {"aliases": "Aの言い方"}),
    "guide_questions": (make_question, {"responsible": "Bの係"}, {"answer": "Aの答え"}),
    "guide_records": (make_guide, {"responsible": "Bの係"}, {"title": "Aの名前"}),
    "guide_parts": (lambda: make_part(make_guide()), {"heading": "Bの見出し"}, {"text": "Aの文"}),
    "guide_practices": (make_practice, {"responsible": "Bの係"}, {"summary": "Aの文"}),
    "reward_additions": (make_addition, {"papers": "Bの書類"}, {"conditions": "Aの要件"}),
    "reward_additions_prices": (make_price, {"source_title": "Bの資料"}, {"source_year": "Aの年"}),
    "procedure-steps": (make_step, {"title": "Bの題"}, {"office": "Aの窓口"}),
    "start-up-steps": (make_start_up, {"title": "Bの題"}, {"who": "Aの係"}),
    "model-clauses": (make_clause, {"title": "Bの題"}, {"why": "Aのわけ"}),
    "first-steps": (
        lambda: make_first_steps(make_path(by=make_user(name="書いた人", roles=["manager"]))),
        {"words": "Bの文"},
        {"responsible": "Aの係"},
    ),
}
records = pytest.mark.parametrize("name", RECORDS)


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def desks():
    """Return two people at the same time, both of whom may change everything here."""
    return [sign_in(Client(), make_user(name=name, roles=["manager"])) for name in ("佐藤 一", "鈴木 二")]


@pytest.fixture
def address(name):
    return reverse(f"{name}:edit", args=[RECORDS[name][0]().pk])


def test_every_kind_of_record_is_tried_here():
    known = {each.name for each in kinds_of(RecordViewSet) if isinstance(each.name, str)}
    assert known == RECORDS.keys()


def kinds_of(base):
    """Return every kind of record, below kinds of a room as well; those have no name of their own."""
    return [kind for each in base.__subclasses__() for kind in (each, *kinds_of(each))]


@records
def test_what_a_colleague_wrote_meanwhile_is_not_overwritten_and_what_was_typed_stays(name, desks, address):
    _, typed, theirs = RECORDS[name]
    ((field, words),) = theirs.items()
    first, second = desks
    opened = as_shown(second, address)
    assert first.post(address, as_shown(first, address) | theirs).status_code == 302
    refused = second.post(address, opened | typed)
    text = text_of(refused)
    assert "まだ保存していません。" in text
    # What B wrote stands in the form, and what A wrote, which B did not touch.
    sent = as_shown_again(refused)
    assert typed.items() <= sent.items()
    assert sent[field].split() == words.split()
    assert "書きかえていないので、いまの内容を入れました。" in text
    assert as_shown(first, address)[field].split() == words.split()
    # After a look it is saved, with both.
    assert second.post(address, sent).status_code == 302
    stored = as_shown(second, address)
    assert typed.items() <= stored.items()
    assert stored[field].split() == words.split()


def as_shown_again(answer):
    """Return what a form sends that was shown once more."""
    form = answer.context["form"]
    # Of boxes none of which is ticked a browser sends nothing.
    shown = {bound.html_name: bound.value() or "" for bound in form if bound.value() != []}
    return shown | {"seen": answer.context["seen"]}


@records
def test_of_two_who_wrote_in_the_same_field_the_second_sees_both(name, desks, address):
    _, typed, _ = RECORDS[name]
    ((field, words),) = typed.items()
    first, second = desks
    opened = as_shown(second, address)
    earlier = words.replace("B", "A").replace("20日", "19日").replace("2030-", "2029-")
    assert first.post(address, as_shown(first, address) | {field: earlier}).status_code == 302
    refused = second.post(address, opened | typed)
    difference = refused.context["meanwhile"].differences
    assert [(each.now, each.typed, each.is_mine) for each in difference] == [(earlier, words, True)]
    assert text_of(refused).count(earlier) >= 1
    assert second.post(address, as_shown_again(refused)).status_code == 302
    assert as_shown(second, address)[field] == words


TERM = pytest.mark.parametrize("name", ["terms"])


@TERM
def test_it_is_said_who_wrote_and_when(desks, address):
    first, second = desks
    opened = as_shown(second, address)
    first.post(address, as_shown(first, address) | {"note": "Aの注意"})
    told = text_of(second.post(address, opened | {"plain": "Bの説明"}))
    assert "この画面を開いたあとで、佐藤 一さん（令和" in told
    opened = as_shown(second, address) | {"seen": opened["seen"], "note": ""}
    assert "あなた（べつの画面）" not in told
    mine = text_of(first.post(address, opened | {"plain": "べつの説明"}))
    assert "あなた（べつの画面）（令和" in mine


@TERM
def test_a_form_with_a_mistake_still_knows_what_it_showed_first(desks, address):
    first, second = desks
    opened = as_shown(second, address)
    first.post(address, as_shown(first, address) | {"note": "Aの注意"})
    mistaken = second.post(address, opened | {"plain": ""})
    assert mistaken.context["seen"] == opened["seen"]
    assert mistaken.context["meanwhile"] is None
    again = second.post(address, as_shown_again(mistaken) | {"plain": "Bの説明"})
    assert "まだ保存していません。" in text_of(again)


@TERM
@pytest.mark.parametrize("seen", ["", "きのう", "plain:0,note:0"])
def test_without_a_true_mark_nothing_is_overwritten(desks, address, seen):
    first, _ = desks
    sent = as_shown(first, address) | {"plain": "Aの説明", "seen": seen}
    assert "まだ保存していません。" in text_of(first.post(address, sent))
    assert as_shown(first, address)["plain"] == "見本の説明"


@TERM
def test_the_same_form_sent_twice_is_saved_once_and_no_harm(desks, address):
    first, _ = desks
    sent = as_shown(first, address) | {"plain": "Aの説明"}
    assert [first.post(address, sent).status_code for _ in range(2)] == [302, 302]


@TERM
def test_lines_that_end_as_browsers_end_them_are_no_change(desks, address):
    first, second = desks
    lines = {"old_words": "割増\n上乗せ", "level": "careful"}
    assert first.post(address, as_shown(first, address) | lines).status_code == 302
    opened = as_shown(second, address)
    opened["old_words"] = opened["old_words"].replace("\n", "\r\n")
    assert second.post(address, opened | {"note": "Bの注意"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_whoever_saves_the_same_record_at_the_same_moment_waits():
    stored = stored_term("加算")

    def save():
        with held(stored):
            pass

    with held(stored):
        second = Beside(save)
        assert second.waits_for_a_lock() is True
    second.join()
    assert second.error is None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert cursor.fetchone() == (0,)
