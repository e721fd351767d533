"""同じ意味のことば and 見つからなかったことば: what staff teach the search, and what it could not find."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from content.search import jobs, rules, search, services
from content.search.documents import SearchDocument
from content.search.first_synonyms import FIRST_SYNONYMS
from content.search.limits import LOST_WORDS_KEPT
from content.search.models import SynonymGroup, SynonymWord, ZeroResult
from content.search.queries import words_without_results
from content.search.services import (
    TooFewWords,
    WordIsTaken,
    add_first_synonyms,
    erase_old_words,
    forget_words,
    note_nothing_found,
    rebuild_index,
    save_synonym_group,
)
from foundation.audit.models import Entry
from foundation.registry import Registry, retention_classes, search_sources
from tests.factories.accounts import make_user, sign_in
from tests.factories.limits import put_limit
from tests.factories.shown import mark

NOW = timezone.now()
TODAY = date(2026, 11, 25)
WORDS = "/cms/search-words/"


def save(*words, group=None, note="", actor=None):
    return save_synonym_group(group=group, words=words, note=note, actor=actor, now=NOW)


def groups():
    return [[each.word for each in group.words.all()] for group in SynonymGroup.objects.all()]


@pytest.fixture
def texts(db, monkeypatch):
    """A function that makes things of these titles the only ones that can be found."""

    def make(*titles):
        things = [
            SearchDocument(key=str(number), kind="もの", title=title, url="/")
            for number, title in enumerate(titles)
        ]
        sources = Registry()
        sources.register("things", lambda keys=None: things)
        monkeypatch.setattr(search_sources, "_sources", sources._sources)
        rebuild_index()

    return make


def found(query):
    return [hit.title for group in search(query).groups for hit in group.hits]


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


# Synonyms


def test_a_word_finds_what_means_the_same_and_marks_it(texts):
    texts("特別養護老人ホーム 見本", "特養 見本", "グループホーム 見本")
    assert found("特養") == ["特養 見本"]
    save("特養", "特別養護老人ホーム")
    assert sorted(found("特養 見本")) == ["特別養護老人ホーム 見本", "特養 見本"]
    assert search("特養").groups[0].hits[1].title_pieces == [("特別養護老人ホーム", True), (" 見本", False)]


def test_what_was_typed_comes_before_what_means_the_same(texts):
    save("特養", "特別養護老人ホーム")
    texts("特別養護老人ホーム", "特養")
    assert (found("特養"), found("特別養護老人ホーム")) == (
        ["特養", "特別養護老人ホーム"],
        ["特別養護老人ホーム", "特養"],
    )


def test_a_part_of_a_word_and_a_question_as_a_whole_are_widened(texts):
    save("障害", "障がい")
    save("就B", "就労継続支援B型")
    texts("障害者の相談", "就B 見本")
    assert found("障がい者") == ["障害者の相談"]
    assert found("就労継続支援　Ｂ型") == ["就B 見本"]


def test_a_word_of_another_group_is_refused_with_its_words(db):
    group = save("特養", "特別養護老人ホーム")
    save("とくよう", "介護福祉施設")
    with pytest.raises(WordIsTaken, match="「ﾄｸﾖｳ」は、もう別の組（とくよう ＝ 介護福祉施設）"):
        save("老人ホーム", "ﾄｸﾖｳ")
    assert save("特養", "特別養護老人ホーム", "トクヨー", group=group) == group
    assert groups() == [["特養", "特別養護老人ホーム", "トクヨー"], ["とくよう", "介護福祉施設"]]


def test_one_word_is_no_group(db):
    with pytest.raises(TooFewWords):
        save("グループホーム", "ｸﾞﾙｰﾌﾟﾎｰﾑ")
    assert SynonymGroup.objects.count() == 0


def test_the_database_keeps_a_word_in_one_group(db):
    save("特養", "特別養護老人ホーム")
    other = save("老健", "介護老人保健施設")
    with pytest.raises(IntegrityError, match="site_search_synonymword_once"):
        SynonymWord.objects.bulk_create([SynonymWord(group=other, word="特養", spelt="特養")])


def test_the_database_keeps_no_empty_word(db):
    save("特養", "特別養護老人ホーム")
    with pytest.raises(IntegrityError, match="site_search_synonymword_says_something"):
        SynonymWord.objects.filter(word="特養").update(spelt="")


def test_each_change_of_synonyms_is_recorded_without_the_words(staff):
    group = save("特養", "特別養護老人ホーム", actor=staff)
    save("特養", "特別養護老人ホーム", "老人ホーム", group=group, actor=staff)
    services.delete_synonym_group(group=group, actor=staff, now=NOW)
    entries = list(Entry.objects.order_by("id"))
    assert [entry.verb for entry in entries] == [
        "search.synonyms_added",
        "search.synonyms_changed",
        "search.synonyms_deleted",
    ]
    assert {(entry.actor_id, entry.subject_id) for entry in entries} == {(staff.pk, group.pk)}
    assert "特養" not in "".join(entry.body for entry in entries)
    assert groups() == []


def test_a_new_site_begins_with_its_first_synonyms_once(db):
    call_command("add_first_synonyms", stdout=StringIO())
    assert SynonymGroup.objects.count() == len(FIRST_SYNONYMS)
    SynonymGroup.objects.first().delete()
    assert add_first_synonyms(groups=FIRST_SYNONYMS, now=NOW) == 0
    assert SynonymGroup.objects.count() == len(FIRST_SYNONYMS) - 1


def test_staff_add_change_and_delete_a_group(desk):
    add = reverse("synonyms:add")
    answer = desk.post(add, {"words": "特養\n特別養護老人ホーム", "note": ""}, follow=True)
    assert "「特養 ＝ 特別養護老人ホーム」を、同じ意味のことばとして登録しました。" in answer.text
    group = SynonymGroup.objects.get()
    change = reverse("synonyms:edit", args=[group.pk])
    assert "特養\n特別養護老人ホーム" in desk.get(change).text
    desk.post(change, mark(desk, change) | {"words": "特養\n老人ホーム", "note": "略した名前"})
    assert (groups(), SynonymGroup.objects.get().note) == ([["特養", "老人ホーム"]], "略した名前")
    delete = reverse("synonyms:delete", args=[group.pk])
    assert "この組を消しますか。" in desk.get(delete).text
    assert "の組を消しました。" in desk.post(delete, follow=True).text
    assert groups() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("特養\n老健", "「特養」は、もう別の組（特養 ＝ 特別養護老人ホーム）に入っています。"),
        ("老健", "2つ以上書いてください。"),
        ("老健\n" + "長" * 41, "40字までにしてください。"),
        ("\n".join(map(str, range(13))), "12までにしてください。"),
    ],
)
def test_wrong_words_are_told_and_kept_as_typed(desk, words, said):
    save("特養", "特別養護老人ホーム")
    answer = desk.post(reverse("synonyms:add"), {"words": words, "note": ""})
    assert said in answer.text
    assert words.split("\n")[-1] in answer.text
    assert SynonymGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (PublicRole.STAFF, True),
        (PublicRole.MANAGER, True),
        (PublicRole.EDITOR, False),
        (PublicRole.SYSTEM_ADMIN, False),
        (PublicRole.PARTNER, False),
    ],
)
def test_only_staff_and_managers_keep_the_words(db, role, opens):
    client = sign_in(Client(), make_user(roles=[role]))
    for address in (reverse("synonyms:index"), reverse("synonyms:add"), WORDS):
        assert (client.get(address).status_code == 200) is opens


def test_as_many_queries_for_a_list_of_three_groups_as_of_one(desk, django_assert_num_queries):
    save("特養", "特別養護老人ホーム")
    list_of_groups = reverse("synonyms:index")
    desk.get(list_of_groups)
    with CaptureQueriesContext(connection) as one:
        assert "特別養護老人ホーム" in desk.get(list_of_groups).text
    save("老健", "介護老人保健施設")
    save("社協", "社会福祉協議会")
    with django_assert_num_queries(len(one)):
        assert "社会福祉協議会" in desk.get(list_of_groups).text


# Words without results


def note(*typed, day=TODAY):
    """Look in vain for words that are made of what the site knows."""
    group, _ = SynonymGroup.objects.get_or_create(note="known")
    for words in typed:
        for word in rules.question_words(words):
            SynonymWord.objects.get_or_create(group=group, word=word[:40], spelt=word)
        note_nothing_found(typed=words, day=day)


def rows():
    return list(ZeroResult.objects.order_by("id").values_list("day", "words", "count"))


def test_words_are_counted_by_day_in_one_spelling(db):
    note("ぐるーぷほーむ", "グループホーム", "訪看　見学")
    note("グループホーム", day=TODAY - timedelta(days=1))
    assert rows() == [
        (TODAY, "グル-プホ-ム", 2),
        (TODAY, "訪看 見学", 1),
        (TODAY - timedelta(days=1), "グル-プホ-ム", 1),
    ]
    assert words_without_results(TODAY - timedelta(days=1)).first() == {
        "words": "グル-プホ-ム",
        "said": "グループホーム",
        "times": 3,
        "last": TODAY,
    }


def test_nothing_of_a_person_is_kept(db):
    note("099-000-1234", "佐久間さん", "a@example.jp", "長" * 31, "", "\0")
    assert rows() == []
    assert {field.name for field in ZeroResult._meta.get_fields()} == {
        *("id", "day", "words", "said", "count")
    }


@pytest.mark.parametrize(
    "typed", ["山田太郎", "やまだ たろう", "青波市港町1-2-3", "ヤマダ", "yamada", "相談 山田太郎", "郎"]
)
def test_a_name_made_of_other_words_than_the_site_s_is_not_kept(texts, typed):
    texts("青波市港町の山田病院", "やま道の相談", "まだの方", "たろの木、だろうか、ろう学校")
    note_nothing_found(typed=typed, day=TODAY)
    assert rows() == []


@pytest.mark.parametrize("typed", ["B型作業所", "訪看", "作業所の相談", "そうだん", "ﾎｳｶﾝ", "所"])
def test_words_of_the_site_and_of_the_synonyms_are_kept(texts, typed):
    texts("作業所の家", "相談の方", "家の相談（そうだん）")
    save("訪看", "訪問看護", "ほうかん")
    save("就B", "B型作業所")
    note_nothing_found(typed=typed, day=TODAY)
    assert [words for _, words, _ in rows()] == list(map(rules.spelt, [typed]))


def test_noting_takes_as_many_queries_for_a_long_word_as_for_a_short_one(texts, django_assert_num_queries):
    texts("相談と作業所の家")
    for typed in ("相談", "相談と作業所の家"):
        with django_assert_num_queries(3):
            note_nothing_found(typed=typed, day=TODAY)


def test_nonsense_fills_no_more_than_a_day_may_hold(db, monkeypatch):
    monkeypatch.setattr(services, "MOST_NOTED_A_DAY", 2)
    note("一", "二", "三")
    note("三", day=TODAY + timedelta(days=1))
    assert [words for _, words, _ in rows()] == ["一", "二", "三"]
    assert ZeroResult.objects.filter(day=TODAY).count() == 2


def test_words_are_erased_after_180_days(db):
    note("古い", day=TODAY - timedelta(days=180))
    note("新しい", day=TODAY - timedelta(days=179))
    assert erase_old_words(today=TODAY) == 1
    assert [words for _, words, _ in rows()] == [services.rules.spelt("新しい")]
    jobs.erase_old_words(timestamp=0)
    [kept] = dict(retention_classes.items())["site_search"]()
    assert kept.limit == LOST_WORDS_KEPT


def test_words_are_kept_for_as_long_as_staff_have_set(desk, manager):
    put_limit(LOST_WORDS_KEPT, 60, by=manager)
    note("古い", day=TODAY - timedelta(days=60))
    note("新しい", day=TODAY - timedelta(days=59))
    shown = desk.get(WORDS)
    assert [each for each, _ in shown.context["periods"]] == ["30", "60"]
    assert "60日たつと消えます" in shown.text
    assert erase_old_words(today=TODAY) == 1


def test_words_can_be_forgotten_and_that_is_recorded(staff):
    note("佐久間礼子", "相談")
    note("佐久間礼子", day=TODAY - timedelta(days=1))
    assert forget_words(words="佐久間礼子", actor=staff, now=NOW) == 2
    assert forget_words(words="佐久間礼子", actor=staff, now=NOW) == 0
    assert [words for _, words, _ in rows()] == ["相談"]
    assert [(entry.verb, "佐久間" in entry.body) for entry in Entry.objects.all()] == [
        ("search.words_forgotten", False)
    ]


@pytest.mark.parametrize(("field", "value"), [("count", 0), ("words", "")])
def test_the_database_keeps_only_what_counts(db, field, value):
    note("相談")
    with pytest.raises(IntegrityError, match="site_search_zeroresult_counts"):
        ZeroResult.objects.update(**{field: value})


def test_the_database_keeps_words_once_a_day(db):
    note("相談")
    with pytest.raises(IntegrityError, match="site_search_zeroresult_once"):
        ZeroResult.objects.bulk_create([ZeroResult(day=TODAY, words="相談")])


def test_staff_see_the_most_wanted_words_and_teach_them(desk):
    today = timezone.localdate()
    note("ほうかん", "ほうかん", "訪看", day=today)
    note("むかし", day=today - timedelta(days=40))
    answer = desk.get(WORDS)
    assert [row["said"] for row in answer.context["rows"]] == ["ほうかん", "訪看"]
    assert len(desk.get(WORDS, {"days": "180"}).context["rows"]) == 3
    address = f"{reverse('synonyms:add')}?word=%E8%A8%AA%E7%9C%8B"
    assert f'href="{address}"' in answer.text
    assert ">\n訪看\n</textarea>" in desk.get(address).text


def test_staff_erase_words_from_the_list(desk):
    note("佐久間礼子", day=timezone.localdate())
    answer = desk.post(f"{WORDS}forget/", {"words": "佐久間礼子"}, follow=True)
    assert "ことばを消しました。" in answer.text
    assert rows() == []
    again = desk.post(f"{WORDS}forget/", {"words": "佐久間礼子\0"}, follow=True)
    assert "このことばは、もうありません。" in again.text


def test_as_many_queries_for_three_words_as_for_one(desk, django_assert_num_queries):
    note("一", day=timezone.localdate())
    desk.get(WORDS)
    with CaptureQueriesContext(connection) as one:
        desk.get(WORDS)
    note("二", "三", day=timezone.localdate())
    with django_assert_num_queries(len(one)):
        assert len(desk.get(WORDS).context["rows"]) == 3
