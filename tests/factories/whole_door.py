"""A private door with rows in every room, and and one hand-off with records of every kind."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from handoff.aftercare.enums import Outcome
from handoff.aftercare.services.diary import Contact, set_rhythm, write_contact
from handoff.aftercare.services.reviewing import hold_review
from handoff.arrangements.enums import SheetDeed, SheetKind
from handoff.arrangements.rules import LIMITS_WORDS, PACK_WORDS
from handoff.arrangements.services import add_member, take_step, write_sheet
from handoff.cases.services.cases import stand_in
from handoff.consultation.enums import Topic, Urgency
from handoff.consultation.services import Question, answer, ask
from handoff.disclosure.enums import BasisKind, Part
from handoff.documents.services.following import NewPaper, write_paper_copy
from handoff.documents.services.sharing import share_document
from handoff.machine.enums import Side, ToldHow
from handoff.machine.services.calls import note_call
from handoff.machine.services.emergencies import Telling, tell_in_emergency
from handoff.meetings.enums import MeetingKind
from handoff.meetings.services.calling import Call, call_meeting
from handoff.meetings.services.holding import Minutes, NewDecision, write_uncalled
from handoff.opinion.enums import AdditionKind, LetterDeed
from handoff.opinion.rules import CONDITIONS
from handoff.opinion.services import ask_for_letter, check_letter, issue_letter
from handoff.oversight.services.reviewing import tick_month
from handoff.release.enums import PlanDeed
from handoff.release.models import ReleaseStep
from handoff.release.services import take_step as step_on_plan
from handoff.release.services import tick_step, write_plan, write_step
from handoff.talk.enums import Audience
from handoff.talk.services.talking import say
from portal.demo.people import cast_of
from portal.demo.world import build
from tests.factories.cases import NOW, TODAY, acting, fresh, rows
from tests.factories.documents import put_down
from tests.factories.handoff import make_enrolled_user
from tests.factories.records import REVIEW

CONTACT = {
    "contact": "元気に仕事に通っていた",
    "action": "朝に電話をかけた",
    "way": "visit",
    "advice": "daily",
}
MEMBER = {"name": "福祉課の係長", "role": "手帳の手続き", "reach": "電話は平日", "sees": "名前と連絡先"}
SHEETS = {
    SheetKind.TEAM: {"aim": "半年を越えるために集まる", "lead": "福祉課の係長"},
    SheetKind.LIMITS: {word.name: f"{word.label}の決めたこと" for word in LIMITS_WORDS},
    SheetKind.PACK: {word.name: f"{word.label}の書いたこと" for word in PACK_WORDS},
}
PLAN = {"meet_by": "相談員と世話人", "meet_where": "正門の待合所", "meet_at": "8:30", "phones": "1 センター"}

MEETING = {"place": "公民館の小さな部屋", "asked": "相談支援専門員と主任", "agenda": "夜の連絡のしかた"}
MINUTES = {"who": "本人と、みなさん", "said": "夜は眠れていると本人が話した"}


def demo_world():
    """Make the invented world of this door; returns its people by their key."""
    build(door="private", now=timezone.now())
    return {each.key: User.objects.get(email=each.email) for each in cast_of("private")}


def make_records(world):
    """Put records of every kind beside a hand-off that its receiver has taken on."""
    worker, hand = acting(world.worker), acting(world.hand)
    here = {"handoff_id": world.handoff.pk, "now": NOW}
    make_sheets(world, worker, hand)
    make_release_day(world, worker, hand)
    make_meetings(world, worker, hand)
    _make_papers_and_words(world, worker)
    set_rhythm(every_days=14, first_on=TODAY, actor=worker, **here)
    write_contact(contact=Contact(done_on=TODAY, texts=CONTACT), actor=hand, **here)
    hold_review(held_on=TODAY, outcome=Outcome.GO_ON, texts=REVIEW, actor=worker, **here)
    _make_letter(world, worker, hand)


def make_sheets(world, worker, hand):
    here = {"handoff_id": world.handoff.pk, "now": NOW}
    for kind, texts in SHEETS.items():
        sheet = write_sheet(kind=kind, texts=texts, actor=worker, **here)
        if kind == SheetKind.TEAM:
            more = {"since": TODAY, "is_backup": False, "agency": world.city}
            add_member(team_id=sheet.pk, texts=MEMBER, actor=worker, now=NOW, **more)
            continue
        for actor in (worker, hand):
            seen = fresh(sheet).version
            take_step(kind=kind, sheet_id=sheet.pk, deed=SheetDeed.AGREE, seen=seen, actor=actor, now=NOW)


def make_release_day(world, worker, hand):
    plan = write_plan(day=TODAY, texts=PLAN, actor=worker, handoff_id=world.handoff.pk, now=NOW)
    write_step(plan_id=plan.pk, texts={"time": "10:00", "what": "市役所に行く"}, actor=worker, now=NOW)
    step_on_plan(plan_id=plan.pk, deed=PlanDeed.CONFIRM, words="", actor=worker, now=NOW)
    (step,) = rows(ReleaseStep.objects.filter(plan=plan))
    tick_step(plan_id=plan.pk, step_id=step.pk, is_done=True, actor=hand, now=NOW)


def make_meetings(world, worker, hand):
    call = Call(kind=MeetingKind.CARE, starts_at=NOW + timedelta(days=7), lasts=60, texts=MEETING)
    call_meeting(handoff_id=world.handoff.pk, call=call, form_key=uuid4(), actor=hand, now=NOW)
    lines = [
        NewDecision(position=place, what="病院に付き添うこと", owner="世話人の主任", side=side)
        for place, side in ((1, Side.GIVER), (2, Side.RECEIVER))
    ]
    minutes = Minutes(held_on=TODAY, texts=MINUTES, decisions=lines)
    where = {"handoff_id": world.handoff.pk, "kind": MeetingKind.COORDINATION, "form_key": uuid4()}
    write_uncalled(minutes=minutes, actor=worker, now=NOW, **where)


def _make_papers_and_words(world, worker):
    document = put_down(world.case.pk, world.worker, handoff_id=world.handoff.pk)
    lead = acting(world.lead)
    share_document(document_id=document.pk, part=Part.NEED, actor=lead, now=NOW)
    paper = NewPaper(copies=2, made_on=TODAY, whereabouts="鍵のかかる棚に", form_key=uuid4())
    write_paper_copy(document_id=document.pk, new=paper, actor=worker, now=NOW)
    put_down(world.case.pk, world.worker, name="見せていない紙.pdf", handoff_id=world.handoff.pk)
    for audience, words in (
        (Audience.SHARED, "見学はいつにしますか"),
        (Audience.INSIDE, "所長と話してから"),
    ):
        said = {"words": words, "audience": audience, "form_key": uuid4()}
        say(handoff_id=world.handoff.pk, actor=worker, now=NOW, **said)


def _make_letter(world, worker, hand):
    texts = {"office": "ホームみなみ", "service": "グループホーム", "period": "1年のあいだ"}
    kind = AdditionKind.COMMUNITY_MOVE
    letter = ask_for_letter(handoff_id=world.handoff.pk, addition=kind, texts=texts, actor=hand, now=NOW)
    holding = [each.code for each in CONDITIONS[kind]]
    words = {"opinion": "落ち着いて暮らしている"}
    check_letter(letter_id=letter.pk, holding=holding, texts=words, actor=worker, now=NOW)
    lead, seen = acting(world.lead), fresh(letter).version
    issue_letter(letter_id=letter.pk, deed=LetterDeed.ISSUE, seen=seen, actor=lead, now=NOW)


def make_rare_rows(world):
    """Add what few hand-offs have: a stand-in, an emergency, a question, a call, a month seen."""
    lead, worker = acting(world.lead), acting(world.worker)
    stranger = make_enrolled_user(name="代わりに入った人")
    stand_in(reference=world.case.reference, reason="担当が急に休んだため", actor=acting(stranger), now=NOW)
    telling = Telling(
        ground=BasisKind.PROTECTION_OF_LIFE, parts=frozenset({Part.NEED}), how=ToldHow.PHONE,
        told_to="夜間の看護師長に", reason="薬の名前がわからないと危ない", key=uuid4(),
    )  # fmt: skip
    tell_in_emergency(handoff_id=world.handoff.pk, telling=telling, actor=lead, now=NOW)
    question = Question(topic=Topic.TROUBLE, urgency=Urgency.SOON, texts={"question": "夜に声を出す方のこと"})
    asked = ask(
        question=question, agency=world.city, actor=acting(world.hand), now=NOW, handoff_id=world.handoff.pk
    )
    answer(request_id=asked.pk, texts={"answer": "まず眠れているかを聞く"}, minutes=30, actor=worker, now=NOW)
    note_call(handoff_id=world.handoff.pk, words="係長と話し、来週に会うことにした", actor=worker, now=NOW)
    last_month = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    tick_month(month=last_month, note="多く読まれた月だった", actor=lead, now=NOW)
