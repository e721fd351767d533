"""Two people write in one report or one table: nothing is overwritten unseen, nothing typed is lost."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import PublicRole
from content.meanwhile import held
from portal.year_report import services
from portal.year_report.models import ReportChapter
from tests.beside import Beside
from tests.factories.accounts import make_user, sign_in
from tests.factories.figures import NOW, make_table, somebody
from tests.factories.shown import as_shown
from tests.factories.year_report import bring, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(centre):
    return sign_in(Client(), make_user(name="青木 千代", roles=["staff"]))


@pytest.fixture
def managers_desk(centre):
    return sign_in(Client(), somebody(PublicRole.MANAGER))


def at(name, record):
    keys = [record.report_id, record.pk] if isinstance(record, ReportChapter) else [record.pk]
    return reverse(f"year_report_desk:{name}", args=keys)


def text_of(answer):
    return answer.content.decode()


def as_shown_again(answer):
    form = answer.context["form"]
    return {bound.html_name: bound.value() or "" for bound in form} | {"seen": answer.context["seen"]}


@pytest.mark.parametrize(
    ("name", "theirs", "mine"),
    [
        ("words", {"foreword": "Aのことば"}, {"title": "Bの題"}),
        ("words", {"foreword": "Aのことば"}, {"foreword": "Bのことば"}),
        ("chapter", {"words": "Aの文"}, {"heading": "Bの見出し"}),
        ("chapter", {"words": "Aの文"}, {"words": "Bの文"}),
    ],
)
def test_the_second_who_saves_words_of_a_report_sees_what_the_first_wrote(
    desk, managers_desk, name, theirs, mine
):
    report = make_report(state="draft")
    address = at(name, report.chapters.get() if name == "chapter" else report)
    opened = as_shown(managers_desk, address)
    assert desk.post(address, as_shown(desk, address) | theirs).status_code == 303
    refused = managers_desk.post(address, opened | mine)
    ((field, written),) = theirs.items()
    assert refused.status_code == 422
    text = text_of(refused)
    assert "まだ保存していません" in text
    assert "この画面を開いたあとで、青木 千代さん（" in text
    assert written in text
    assert as_shown(desk, address)[field] == written
    assert managers_desk.post(address, as_shown_again(refused)).status_code == 303
    stored = as_shown(desk, address)
    assert stored == stored | theirs | mine


def test_two_who_write_different_chapters_do_not_meet(desk, managers_desk):
    report = make_report(state="draft")
    other = services.add_chapter(
        report=report, heading="お礼", words="", actor=somebody(PublicRole.MANAGER), now=NOW
    )
    one, two = at("chapter", report.chapters.get(source="figures")), at("chapter", other)
    opened = as_shown(managers_desk, two)
    assert desk.post(one, as_shown(desk, one) | {"words": "Aの文"}).status_code == 303
    assert managers_desk.post(two, opened | {"words": "Bの文"}).status_code == 303


# A chapter that somebody took out while another wrote in it


def removed_while_written(client):
    """Return a report with a chapter left, and what the screen says to whoever wrote in the other."""
    report = make_report(state="draft")
    manager = somebody(PublicRole.MANAGER)
    gone = services.add_chapter(report=report, heading="お礼", words="", actor=manager, now=NOW)
    address = at("chapter", gone)
    typed = as_shown(client, address) | {"heading": "お礼のことば", "words": "一日かけて書いた文です。"}
    services.remove_chapter(chapter=gone, actor=manager, now=NOW)
    return report, client.post(address, typed)


def test_what_was_typed_for_a_chapter_that_was_removed_becomes_a_chapter_again(managers_desk):
    report, kept = removed_while_written(managers_desk)
    assert kept.status_code == 422
    text = text_of(kept)
    assert ("ほかの人がこの章をなくしました" in text, "一日かけて書いた文です。" in text) == (True, True)
    address = at("add_chapter", report)
    assert f'action="{address}"' in text
    sent = {bound.html_name: bound.value() for bound in kept.context["form"]}
    assert managers_desk.post(address, sent).status_code == 303
    assert [each.words for each in report.chapters.all()] == [
        "電話がふえました。",
        "一日かけて書いた文です。",
    ]


def test_staff_keep_their_words_as_well_and_are_told_where_to_put_them(desk):
    report, kept = removed_while_written(desk)
    text = text_of(kept)
    assert "一日かけて書いた文です。" in text
    assert "文をコピーして、ほかの章に入れてください。" in text
    assert at("chapter", report.chapters.get()) in text
    assert "文だけの章として加える" not in text


@pytest.mark.django_db(transaction=True)
def test_a_chapter_that_goes_at_the_moment_of_saving_keeps_what_was_typed_too(managers_desk):
    gone = make_report(state="draft").chapters.get()
    address, answers = at("chapter", gone), []
    typed = as_shown(managers_desk, address) | {"words": "一日かけて書いた文です。"}
    with held(gone):
        saving = Beside(lambda: answers.append(managers_desk.post(address, typed)))
        assert saving.waits_for_a_lock() is True
        services.remove_chapter(chapter=gone, actor=somebody(PublicRole.MANAGER), now=NOW)
    saving.join()
    text = text_of(answers[0])
    assert ("ほかの人がこの章をなくしました" in text, "一日かけて書いた文です。" in text) == (True, True)


def test_when_the_report_went_on_as_well_it_is_said_and_no_chapter_is_offered(managers_desk):
    report = make_report(state="draft")
    gone = report.chapters.get()
    address = at("chapter", gone)
    typed = as_shown(managers_desk, address) | {"words": "書きかけの文"}
    manager = somebody(PublicRole.MANAGER)
    services.add_chapter(report=report, heading="お礼", words="文", actor=manager, now=NOW)
    services.remove_chapter(chapter=gone, actor=manager, now=NOW)
    bring(report, "proof")
    text = text_of(managers_desk.post(address, typed))
    assert "書きかけの文" in text
    assert ("下書きにもどし" in text, "文だけの章として加える" in text) == (True, False)


def test_words_that_were_saved_after_the_question_are_read_before_they_go(desk, managers_desk):
    report = make_report(state="draft")
    chapter = report.chapters.get()
    asked = at("remove_chapter", chapter)
    opened = managers_desk.get(asked)
    assert "電話がふえました。" in text_of(opened)
    address = at("chapter", chapter)
    assert desk.post(address, as_shown(desk, address) | {"words": "一日かけて書いた文"}).status_code == 303
    refused = managers_desk.post(asked, {"seen": opened.context["seen"]})
    assert refused.status_code == 422
    text = text_of(refused)
    assert ("青木 千代さん（" in text, "一日かけて書いた文" in text) == (True, True)
    assert report.chapters.get() == chapter
    assert managers_desk.post(asked, {"seen": refused.context["seen"]}).status_code == 303
    assert not report.chapters.exists()


def test_a_chapter_of_another_report_is_still_not_found(managers_desk):
    one, other = make_report(state="draft"), make_report(state="draft", year=2024)
    wrong = reverse("year_report_desk:chapter", args=[one.pk, other.chapters.get().pk])
    assert managers_desk.post(wrong, {"heading": "見出し", "words": "文"}).status_code == 404


# Tables of figures

ROWS = [("電話", "12"), ("来所", "7")]


def sent_table(client, address, rows=ROWS, **typed):
    """Return what the form of a table sends, with these rows."""
    context = client.get(address).context
    words = {bound.html_name: bound.value() for bound in context["form"].form}
    words = {name: value for name, value in words.items() if value not in (None, False)}
    words |= {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0, "seen": context["seen"]}
    for place, (label, number) in enumerate(rows):
        words |= {f"rows-{place}-label": label, f"rows-{place}-value": number}
    return words | typed


def test_the_second_who_saves_a_table_sees_the_rows_of_the_first(desk, managers_desk):
    table = make_table(ROWS, state="draft")
    address = reverse("figures_desk:edit", args=[table.pk])
    opened = sent_table(managers_desk, address, title="Bの題")
    changed = [("電話", "13"), ("来所", "7")]
    assert desk.post(address, sent_table(desk, address, changed)).status_code == 303
    refused = managers_desk.post(address, opened)
    assert refused.status_code == 422
    text = text_of(refused)
    assert "青木 千代さん" in text
    # B's title and A's rows stand in the form.
    assert ('value="Bの題"' in text, 'value="13"' in text, 'value="12"' in text) == (True, True, False)
    again = opened | {"seen": refused.context["seen"], "rows-0-value": "13"}
    assert managers_desk.post(address, again).status_code == 303
    table.refresh_from_db()
    assert (table.title, [int(each.value) for each in table.values.all()]) == ("Bの題", [13, 7])


def test_of_two_who_wrote_rows_the_second_keeps_their_own_beside_those_of_the_first(desk, managers_desk):
    table = make_table(ROWS, state="draft")
    address = reverse("figures_desk:edit", args=[table.pk])
    opened = sent_table(managers_desk, address, [("電話", "14"), ("来所", "7")])
    assert desk.post(address, sent_table(desk, address, [("電話", "13"), ("来所", "7")])).status_code == 303
    refused = managers_desk.post(address, opened)
    assert 'value="14"' in text_of(refused)
    (difference,) = refused.context["meanwhile"].differences
    assert (difference.label, difference.now) == ("数字", "電話 13\n来所 7")


def test_more_rows_do_not_forget_what_the_form_showed_first(desk, managers_desk):
    table = make_table(ROWS, state="draft")
    address = reverse("figures_desk:edit", args=[table.pk])
    opened = sent_table(managers_desk, address, title="Bの題")
    desk.post(address, sent_table(desk, address, title="Aの題"))
    more = managers_desk.post(address, opened | {"add_rows": "1"})
    assert (more.status_code, more.context["seen"]) == (200, opened["seen"])
