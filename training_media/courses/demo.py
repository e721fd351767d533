"""A course of the demo world: a training film for 養護老人ホーム, from what a good practice tells, in our own words.

Figures are those of fiscal 2022, as the paper that tells them, and say so wherever they are spoken.
"""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from content.facts.first_facts import load_first_facts_in_transaction
from content.facts.queries import facts_for
from events.services.attachments import Upload
from foundation.demo import World
from training_media.enums import Watchers
from training_media.models import Chapter, Course, Recording

from . import vtt
from .demo_words import CAPTIONS, CARDS, CHAPTERS
from .enums import Language
from .papers import facts_pdf
from .queries import whole_course
from .services.adding import AnswerPlan, ask_after_part, attach_files, furnish_chapter, write_card
from .services.captions import write_captions
from .services.making import ChapterPlan, add_part, change_part, create_course, move_course

SECOND = 1000
MINUTE = 60 * SECOND
DETAILS = {
    "title": "自立準備ホームとして受け入れるとき",
    "summary": "支援が届かずに罪に問われた方へ、福祉は何ができるのか。空いている部屋を生かす3つ目の方法を、2部に分けてお話しします。",
    "aims": "なぜ支援が届かなかったのかを、社会のいまから考えます。\n措置と契約のほかに、自立準備ホームとして受け入れる方法を知ります。\n迎える職員が、一人で抱えないための支えを知ります。",
    "audience_text": "養護老人ホームの職員",
    "lecturer": "見本地域生活定着支援センターの職員",
    "watchers": Watchers.INVITED,
}
PARTS = (
    ("前編　社会のいまと、3つ目の方法", 48 * MINUTE),
    ("後編　迎える職員が大切にしたいこと", 42 * MINUTE),
)
ANSWERS = (
    (
        "自立準備ホームの登録",
        (
            AnswerPlan("補助金で建てた部屋を使っても、だいじょうぶですか。", "令和2年度の国の通知で、定員の空きを、本来の事業にさしつかえない範囲で使うときは、補助金の目的外使用に当たらないとされました。通知は、センターからお渡しします。（出典：「好取組事例集」取組7、令和5年3月）"),
            AnswerPlan("定員がいっぱいのときは、どうなりますか。", "登録していても、空きがあるときだけの受け入れです。空きがないときは、断ってかまいません。"),
            AnswerPlan("食事は、どうしますか。", "3食を用意することが、委託費の条件です。（令和4年度。出典：「好取組事例集」取組7）"),
        ),
    ),
    (
        "委託の期間が終わったあと",
        (
            AnswerPlan("期間が終わったら、どうなりますか。", "次の住まいや利用のしかたに切り替えます。有料老人ホームでは、生活保護での利用に切り替えた例があります。養護老人ホームで措置に切り替えた例は、資料の時点（令和4年度）では、まだありません。センターが、早めに市町村と話し合います。"),
        ),
    ),
)  # fmt: skip
FACTS = {
    "自立準備ホームの登録": ("self-reliance-home-fee", "self-reliance-home-months"),
    "委託の期間が終わったあと": ("self-reliance-home-months",),
}
QUESTION = {
    "text": "養護老人ホームの3つ目の利用方法は、どれですか。",
    "choices": ["措置", "契約", "自立準備ホームとして登録し、委託を受ける", "短期の入院"],
    "right": 2,
    "explanation": "措置、契約のほかに、保護観察所に登録し、空いている部屋で委託を受ける方法があります。",
}


def seed(world: World) -> None:
    """Fill the demo world with a course that is open; a world that has some already is left as it is."""
    if world.door != "public" or Course.objects.exists():
        return
    with transaction.atomic():
        load_first_facts_in_transaction(now=world.now)
    staff, manager = world.people["staff"].user, world.people["manager"].user
    course = create_course(details=DETAILS, actor=staff, now=world.now)
    _parts(course, world, staff)
    _chapters(course, world, staff)
    for point, note, source in CARDS:
        details = {"point": point, "note": note, "source": source}
        write_card(card=None, details=details, courses=[course], actor=staff, now=world.now)
    _handout(course, world, staff)
    move_course(course=course, move="check", actor=staff, now=world.now)
    move_course(course=course, move="open", actor=manager, now=world.now)


def _handout(course: Course, world: World, staff: User) -> None:
    """Attach the sheet of figures and answers, as staff would attach slides or a notice."""
    sheet = facts_pdf(whole_course(course, today=localdate(world.now)), now=world.now)
    upload = Upload("研修資料　数字と、よくある質問", "pdf", ContentFile(sheet))
    attach_files(course=course, uploads=[upload], actor=staff, now=world.now)


def _parts(course: Course, world: World, staff: User) -> None:
    for number, (title, length) in enumerate(PARTS):
        recording = Recording.objects.create(title=title, duration=length)
        details = {"title": title, "lecturer": "", "recording_id": recording.pk}
        chapters = [ChapterPlan(minute * MINUTE, name, words) for minute, name, words in CHAPTERS[number]]
        act = {"details": details, "chapters": chapters, "actor": staff, "now": world.now}
        first = course.parts.filter(number=number + 1).first()
        part = change_part(part=first, **act) if first else add_part(course=course, **act)
        for language, lines in CAPTIONS[number].items():
            cues = vtt.parse(lines, duration=length)
            write_captions(part=part, language=Language(language), cues=cues, actor=staff, now=world.now)
        if not number:
            ask_after_part(part=part, details=QUESTION, actor=staff, now=world.now)


def _chapters(course: Course, world: World, staff: User) -> None:
    answers = dict(ANSWERS)
    figures = facts_for([key for keys in FACTS.values() for key in keys], localdate(world.now))
    for chapter in Chapter.objects.filter(part__course=course, title__in=answers).select_related("part"):
        furnish_chapter(
            chapter=chapter,
            facts=[figures[key] for key in FACTS[chapter.title]],
            answers=answers[chapter.title],
            actor=staff,
            now=world.now,
        )
