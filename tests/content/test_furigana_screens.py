"""The desk where readings are confirmed, the dictionary in the admin, and who may go there."""

import re
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import PublicRole
from content.furigana import proposals, services
from content.furigana.enums import ReadingState
from content.furigana.models import DictionaryWord, Reading, Shown, digest_of
from content.furigana.panels import readings_on_the_desk
from portal.models import HomePage, StandardPage
from tests.factories.accounts import make_user, sign_in
from tests.factories.furigana import NOW, make_reading, make_word
from tests.factories.shown import mark

pytestmark = pytest.mark.django_db
PLACES, FRAME, WORDS = "/cms/furigana/", "/cms/furigana/frame/", "/cms/furigana/dictionary/"


@pytest.fixture
def draft(new_site):
    """A page with three sentences one of them confirmed already."""
    draft = StandardPage(
        title="窓を開ける", responsible="かかり", body=[("text", "<p>町を見る。人気がない。</p>")]
    )
    new_site.add_child(instance=draft)
    draft.save_revision()
    make_reading("町《まち》を見《み》る。")
    make_reading("このページの担当《たんとう》：")
    return draft


@pytest.fixture
def screen(draft):
    return f"/cms/furigana/page/{draft.pk}/"


@pytest.fixture
def desk(client, staff):
    return sign_in(client, staff)


def text_of(response):
    return response.content.decode()


def field(sentence):
    return f"reading-{digest_of(sentence)}"


TYPED = {
    field("窓を開ける"): "窓《まど》を開《あ》ける",
    field("人気がない。"): "人気《ひとけ》がない。",
    field("町を見る。"): "町《まち》を見《み》る。",
}


def test_all_sentences_of_a_draft_are_shown_with_what_is_proposed(desk, screen):
    shown = text_of(desk.get(screen))
    assert "まだ確かめていない文　2文" in shown
    assert "確かめた文　2文" in shown
    assert "<ruby>窓<rp>（</rp><rt>まど</rt><rp>）</rp></ruby>を" in shown
    assert ">窓《まど》を開《あ》ける</textarea>" in shown
    assert "このページの読みを確かめた（2文）" in shown
    assert "つなぐに付いてきた読みです。センターでは、まだ確かめていません" in shown


def test_the_latest_draft_is_shown_and_not_what_is_published(desk, draft, screen):
    draft.body = [("text", "<p>新しい下書き。</p>")]
    draft.save_revision()
    shown = text_of(desk.get(screen))
    assert "新《あたら》しい下書《したが》き。" in shown
    assert "人気" not in shown


def test_one_button_confirms_all_that_waits(desk, screen, staff):
    response = desk.post(screen, TYPED | {"confirm": "all"})
    assert (response.status_code, response.headers["Location"]) == (303, f"{screen}#waiting")
    assert "2文の読みを確かめました。" in text_of(desk.get(screen))
    confirmed = Reading.objects.filter(confirmed_by=staff)
    assert {str(each) for each in confirmed} == {"窓《まど》を開《あ》ける", "人気《ひとけ》がない。"}


def test_one_sentence_is_confirmed_alone(desk, screen, staff):
    desk.post(screen, TYPED | {"confirm": digest_of("人気がない。")})
    assert [str(each) for each in Reading.objects.filter(confirmed_by=staff)] == ["人気《ひとけ》がない。"]
    assert "相談員Aさんが確かめました" in text_of(desk.get(screen))


def test_what_was_typed_elsewhere_stays_when_one_sentence_is_confirmed(desk, screen, staff):
    typed = TYPED | {
        field("窓を開ける"): "窓《そう》を開《ひら》ける",
        field("町を見る。"): "町《ちょう》を",
        "confirm": digest_of("人気がない。"),
    }
    desk.post(screen, typed)
    shown = text_of(desk.get(screen))
    assert ">窓《そう》を開《ひら》ける</textarea>" in shown
    assert ">町《ちょう》を</textarea>" in shown
    assert "ほかに書いた読み（2文）は、書きかけとして残しました。" in shown
    confirmed = Reading.objects.filter(confirmed_by=staff)
    assert [each.sentence for each in confirmed] == ["人気がない。"]
    town = Reading.objects.get(sentence="町を見る。")
    assert (town.state, str(town)) == (ReadingState.CONFIRMED, "町《まち》を見《み》る。")


def test_what_was_typed_is_gone_once_it_is_confirmed(desk, screen, staff):
    half = TYPED | {field("窓を開ける"): "窓《そう》", "confirm": digest_of("人気がない。")}
    desk.post(screen, half)
    desk.post(screen, TYPED | {"confirm": digest_of("窓を開ける")})
    assert str(Reading.objects.get(sentence="窓を開ける")) == "窓《まど》を開《あ》ける"
    assert not Reading.objects.exclude(typed="").exists()


def test_a_box_that_was_left_alone_keeps_nothing_of_an_older_screen(desk, screen, staff):
    """Somebody else confirms another reading meanwhile; the old screen's box says nothing against it."""
    shown = re.search(r'name="shown" value="([^"]+)"', text_of(desk.get(screen)))[1]
    services.confirm(
        readings={"窓を開ける": [("窓", "そう"), ("を", None), ("開", "ひら"), ("ける", None)]},
        actor=staff,
        now=NOW,
    )
    desk.post(screen, TYPED | {"shown": shown, "confirm": digest_of("人気がない。")})
    assert not Reading.objects.exclude(typed="").exists()
    desk.post(screen, TYPED | {"confirm": digest_of("人気がない。")})
    assert Reading.objects.exclude(typed="").get().typed == "窓《まど》を開《あ》ける"


def test_the_work_goes_on_at_the_next_sentence_that_waits(desk, screen):
    first = desk.post(screen, TYPED | {"confirm": digest_of("窓を開ける")})
    assert first.headers["Location"] == f"{screen}#{field('人気がない。')}"
    last = desk.post(screen, TYPED | {"confirm": digest_of("人気がない。")})
    assert last.headers["Location"] == f"{screen}#waiting"


def test_a_confirmed_reading_is_corrected_on_the_same_screen(desk, screen, staff):
    desk.post(
        screen,
        TYPED | {field("町を見る。"): "町《ちょう》を見《み》る。", "confirm": digest_of("町を見る。")},
    )
    assert str(Reading.objects.get(confirmed_by=staff)) == "町《ちょう》を見《み》る。"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("人気《ひとけがない。", "の組になる記号がありません。"),
        ("人気がない。", "「人気」の読みを、人気《よみ》の形で書いてください。"),
        ("人気《hitoke》がない。", "を、かなだけで書いてください。"),
        ("人気《ひとけ》があった。", "もとの文「人気がない。」と同じになるように"),
        ("<script>人気《ひとけ》", "もとの文「人気がない。」と同じになるように"),
    ],
)
def test_wrong_notation_says_what_to_do_keeps_what_was_typed_and_confirms_nothing(desk, screen, typed, words):
    response = desk.post(screen, TYPED | {field("人気がない。"): typed, "confirm": "all"})
    shown = text_of(response)
    assert response.status_code == 422
    assert words in shown
    assert f">{typed.replace('<', '&lt;').replace('>', '&gt;')}</textarea>" in shown
    assert ">窓《まど》を開《あ》ける</textarea>" in shown
    assert "<title>エラー：" in shown
    assert not Reading.objects.filter(confirmed_by__isnull=False).exists()


def test_a_mistake_in_another_sentence_does_not_hold_up_the_one_that_is_confirmed(desk, screen, staff):
    typed = TYPED | {field("人気がない。"): "人気", "confirm": digest_of("窓を開ける")}
    assert desk.post(screen, typed).status_code == 303
    assert Reading.objects.filter(confirmed_by=staff).count() == 1


@pytest.mark.parametrize("button", ["", "x", "none", digest_of("何か")])
def test_an_unknown_button_confirms_nothing(desk, screen, button):
    response = desk.post(screen, TYPED | {"confirm": button})
    assert response.status_code == 303
    assert "新しく確かめた文はありません。" in text_of(desk.get(screen))


def test_a_sentence_that_is_gone_from_the_page_is_not_confirmed(desk, draft, screen):
    draft.body = []
    draft.save_revision()
    desk.post(screen, TYPED | {"confirm": "all"})
    assert not Reading.objects.filter(sentence="人気がない。").exists()


def test_words_of_the_dictionary_are_named_beside_their_sentence(desk, screen):
    make_word("人気", "ひとけ")
    shown = text_of(desk.get(screen))
    assert "下書き：センターの読みの辞書　辞書のことば：人気" in shown
    assert "人気《ひとけ》がない。" in shown


def test_without_the_program_the_screen_says_so(desk, screen, monkeypatch):
    assert "読みの下書きを作る部品が入っていません" not in text_of(desk.get(screen))
    monkeypatch.setitem(sys.modules, "sudachipy", None)
    assert not proposals.is_available()
    shown = text_of(desk.get(screen))
    assert "読みの下書きを作る部品が入っていません" in shown
    assert ">人気がない。</textarea>" in shown


def test_the_words_of_the_frame_are_confirmed_on_their_own_screen(desk, new_site, staff):
    assert "本文《ほんぶん》へ進《すす》む" in text_of(desk.get(FRAME))
    desk.post(
        FRAME, {field("本文へ進む"): "本文《ほんぶん》へ進《すす》む", "confirm": digest_of("本文へ進む")}
    )
    assert Reading.objects.get(confirmed_by=staff).sentence == "本文へ進む"


def test_the_list_names_the_places_that_wait(desk, draft):
    Shown.objects.create(page=draft, sentences=["町を見る。", "人気がない。"], looked_at=NOW)
    Shown.objects.create(page=None, sentences=["窓"], looked_at=NOW)
    draft.live = True
    draft.save()
    shown = text_of(desk.get(PLACES))
    assert f'<a href="/cms/furigana/page/{draft.pk}/">窓を開ける</a>' in shown
    assert '<a href="/cms/furigana/frame/">画面のことば</a>' in shown
    assert "1文" in shown
    draft.live = False
    draft.save()
    assert "窓を開ける</a>" not in text_of(desk.get(PLACES))


def test_when_all_is_confirmed_the_list_says_so(desk):
    assert "すべての読みを確かめました" in text_of(desk.get(PLACES))


def test_the_admin_itself_gets_no_readings(desk):
    make_reading("すべての読《よ》みを確《たし》かめました")
    desk.cookies["viewing"] = "furigana"
    assert "<rt>" not in text_of(desk.get(PLACES))


def test_the_list_takes_as_many_queries_for_three_places_as_for_one(desk, new_site):
    def note(*slugs):
        for page in HomePage.objects.get().get_children().filter(slug__in=slugs):
            services.note(page=page, texts=[f"{page.slug}の窓"], now=NOW)

    def count():
        desk.get(PLACES)
        with CaptureQueriesContext(connection) as captured:
            desk.get(PLACES)
        return len(captured)

    note("about")
    one = count()
    note("privacy", "accessibility")
    assert (count(), Shown.objects.count()) == (one, 3)


def test_a_page_takes_as_many_queries_for_three_sentences_as_for_one(desk, draft, screen):
    def count(body):
        draft.title, draft.body = "かな", [("text", f"<p>{body}</p>")]
        draft.save_revision()
        desk.get(screen)
        with CaptureQueriesContext(connection) as captured:
            desk.get(screen)
        return len(captured)

    assert count("町を見る。") == count("町を見る。人気がない。窓。")


def test_what_waits_stands_on_the_start_page(desk, draft, staff, rf):
    Shown.objects.create(page=None, sentences=["町を見る。", "人気がない。"], looked_at=NOW)
    shown = text_of(desk.get("/cms/"))
    assert "ふりがなを確かめる" in shown
    request = rf.get("/")
    request.user = staff
    (todo,) = readings_on_the_desk(request)
    assert (todo.count, todo.unit, todo.url, todo.is_late) == (1, "文", PLACES, True)
    request.user = make_user(roles=[PublicRole.EDITOR])
    assert readings_on_the_desk(request) == []


def test_the_editor_of_a_page_leads_to_its_readings(desk, draft, screen):
    shown = text_of(desk.get(f"/cms/pages/{draft.pk}/edit/"))
    assert screen in shown
    assert "ふりがなを確かめる" in shown


# Doors


@pytest.mark.parametrize("role", [PublicRole.EDITOR, PublicRole.PARTNER, PublicRole.PREFECTURE])
def test_others_find_nothing_there(client, screen, role):
    sign_in(client, make_user(roles=[role]))
    for address in (PLACES, FRAME, screen):
        assert client.get(address).status_code in (302, 404)
        assert client.post(address, TYPED | {"confirm": "all"}).status_code in (302, 404, 405)
    assert not Reading.objects.filter(confirmed_by__isnull=False).exists()
    client.post(f"{WORDS}new/", {"word": "窓", "reading": "まど", "kind": "term", "note": ""})
    assert not DictionaryWord.objects.exists()


def test_strangers_are_asked_to_sign_in(client, screen):
    for address in (PLACES, FRAME, screen, WORDS):
        assert client.get(address).status_code == 302


def test_the_manager_may_do_all_of_it(client, manager, screen):
    sign_in(client, manager)
    assert [client.get(each).status_code for each in (PLACES, FRAME, screen, WORDS)] == [200] * 4


def test_a_page_that_is_not_ours_or_not_there_is_nothing(desk, new_site):
    assert [desk.get(f"/cms/furigana/page/{pk}/").status_code for pk in (1, 999_999)] == [404, 404]


# The dictionary


def test_a_word_that_somebody_else_has_deleted_is_said_to_be_gone(desk):
    word = make_word("赤坂", "あかさか")

    def delete_first(execute, sql, params, many, context):
        if "FOR UPDATE" in sql and DictionaryWord.objects.exists():
            DictionaryWord.objects.all().delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(delete_first):
        answer = desk.post(f"{WORDS}delete/{word.pk}/", follow=True)
    assert "ほかの人が、この項目を消しました。" in answer.content.decode()


def test_a_word_is_added_changed_and_deleted_in_the_admin(desk, staff):
    make_reading("赤坂《せきはん》", by=staff)
    added = desk.post(
        f"{WORDS}new/",
        {"word": "赤坂", "reading": "アカサカ", "kind": "place", "note": "町の名"},
        follow=True,
    )
    assert re.sub(r"\s", "", "1文を、まだ確かめていない読みに戻しました。") in re.sub(
        r"\s", "", text_of(added)
    )
    word = DictionaryWord.objects.get()
    assert (word.word, word.reading, word.kind) == ("赤坂", "アカサカ", "place")
    assert Reading.objects.get().state == ReadingState.PROPOSED
    listed = text_of(desk.get(WORDS))
    assert all(words in listed for words in ("赤坂", "アカサカ", "地名", "町の名"))
    address = f"{WORDS}edit/{word.pk}/"
    desk.post(
        address, mark(desk, address) | {"word": "赤坂", "reading": "せきはん", "kind": "place", "note": ""}
    )
    assert DictionaryWord.objects.get().reading == "せきはん"
    assert desk.get(f"{WORDS}delete/{word.pk}/").status_code == 200
    desk.post(f"{WORDS}delete/{word.pk}/")
    assert not DictionaryWord.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"word": "かな"}, "漢字のあることばを書いてください。"),
        ({"word": ""}, "ことばを書いてください。"),
        ({"reading": "mado"}, "読みは、ひらがなかカタカナだけで書いてください。"),
        ({"word": "町"}, "この"),
    ],
)
def test_a_word_that_cannot_be_read_is_refused_with_words(desk, fields, words):
    make_word("町", "まち")
    typed = {"word": "窓", "reading": "まど", "kind": "term", "note": "覚え"} | fields
    response = desk.post(f"{WORDS}new/", typed)
    assert words in text_of(response)
    assert 'value="覚え"' in text_of(response)
    assert DictionaryWord.objects.count() == 1


def test_the_dictionary_takes_as_many_queries_for_three_words_as_for_one(desk):
    def count():
        desk.get(WORDS)
        with CaptureQueriesContext(connection) as captured:
            desk.get(WORDS)
        return len(captured)

    make_word("町", "まち")
    one = count()
    make_word("窓", "まど")
    make_word("人", "ひと")
    assert count() == one
