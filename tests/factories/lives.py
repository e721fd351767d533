"""Whole cases from the first word to the last day, each with words of its own in every room."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

from accounts.enums import PrivateRole
from handoff.cases.models import Case
from handoff.cases.services.cases import close_case
from handoff.consultation.enums import Topic, Urgency
from handoff.consultation.services import Question, answer, ask, close
from handoff.disclosure.enums import Part, ReceiverCategory
from handoff.documents.models import Document
from handoff.incidents.enums import Kind
from handoff.incidents.services.handling import close_incident
from handoff.incidents.services.reporting import Word, report_incident
from handoff.machine.enums import Deed
from handoff.machine.services.running import settle_days
from handoff.sittings.rules import known_as
from handoff.sittings.services import asking
from handoff.sittings.services.items import approve_paper, write_minutes, write_paper
from handoff.talk.enums import Audience
from handoff.talk.services.talking import say
from tests.factories.cases import (
    NOW,
    TODAY,
    acting,
    do,
    fresh,
    make_case,
    make_draft,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.documents import put_down
from tests.factories.handoff import make_agency, make_enrolled_user
from tests.factories.incidents import judge
from tests.factories.records import accept, begin_handing, hand_over, hold_last_review, run_alongside, send
from tests.factories.sittings import advise, ask_member, hold, make_committee, make_sitting, put
from tests.factories.sittings import send as send_papers

# In which rooms somebody's words lie, all under the key of her case.
ROOMS = (
    "need", "outline", "message", "paper", "minutes", "advice", "question", "reply",
    "incident", "consultation", "answer",
)  # fmt: skip


@dataclass
class Life:
    """One person with her case: who she is, and a word of hers in each room."""

    number: int
    name: str
    kana: str
    contact: str
    words: dict = field(default_factory=dict)
    case: Case | None = None
    person_key: UUID | None = None
    document: Document | None = None

    @property
    def person_id(self):
        return self.case.person_id


def a_life(number):
    """Return somebody whom nobody is called like, and whose words nobody else has."""
    signs = "アイウエオカキクケコ"
    kana = f"ケシノ {signs[number // 10]}{signs[number % 10]}コ"
    words = {room: f"{room}の鷺{number:03d}番" for room in ROOMS}
    return Life(number, f"消野 人{number:03d}子", kana, f"鷺町{number:03d}の家", words)


def whole_centre():
    """Return a centre with everybody who decides, a city with its staff, and a committee."""
    more = {"deputy": PrivateRole.DEPUTY_LEAD, "officer": PrivateRole.PRIVACY_OFFICER}
    centre = staff_of_centre() | {
        key: make_enrolled_user(name=f"センター {key}", role=role) for key, role in more.items()
    }
    city = make_agency(name="見本市", category=ReceiverCategory.MUNICIPALITY)
    return SimpleNamespace(
        centre=centre, city=city, committee=make_committee(centre), **centre, **staff_of_agency(city), told={}
    )


def live(world, lives):
    """Let these people's cases go all the way to their end, with one sitting of the committee for all."""
    for life in lives:
        begin(world, life)
    before_committee(world, lives)
    for life in lives:
        end(world, life)


def begin(world, life):
    """Open her case, and hand it over to a city that asks something afterwards."""
    words = life.words
    identity = {"name": life.name, "name_kana": life.kana, "contact": life.contact}
    life.case = make_case(world.centre, identity=identity, texts={"need": words["need"]})
    life.person_key = life.case.person.key
    parts = {Part.OUTLINE: words["outline"], Part.NEED: words["need"]}
    world.handoff = handoff = make_draft(life.case, world.city, world.centre, parts=parts)
    life.document = put_down(life.case.pk, world.worker, name=f"{life.name}の同意書.pdf")
    for step in (send, accept, run_alongside, begin_handing, hand_over):
        step(world)
    say(
        handoff_id=handoff.pk, words=words["message"], audience=Audience.SHARED, form_key=uuid4(),
        actor=acting(world.worker), now=NOW,
    )  # fmt: skip
    question = Question(topic=Topic.TROUBLE, urgency=Urgency.SOON, texts={"question": words["consultation"]})
    request = ask(
        question=question, agency=world.city, actor=acting(world.hand), now=NOW, handoff_id=handoff.pk
    )
    texts = {"answer": words["answer"]}
    answer(request_id=request.pk, texts=texts, minutes=5, actor=acting(world.worker), now=NOW)
    close(request_id=request.pk, actor=acting(world.worker), now=NOW)
    hold_last_review(handoff, world.worker)
    settle_days(handoff_id=handoff.pk, person_told_on=TODAY, actor=acting(world.worker), now=NOW)
    do(handoff, Deed.CLOSE, world.lead)
    an_incident(world, life)


def an_incident(world, life):
    """Nearly something went wrong: reported, judged, ended."""
    word = Word(kind=Kind.NEAR_MISS, what=life.words["incident"], found_on=TODAY, about=life.case.reference)
    incident = report_incident(word=word, actor=acting(world.worker), now=NOW)
    judge(incident, world.lead, criteria=())
    close_incident(incident_id=incident.pk, lesson="宛先を二人で見る", actor=acting(world.lead), now=NOW)


def before_committee(world, lives):
    """Put all cases before one sitting, with a paper, minutes, an advice and a quick question each."""
    sitting = make_sitting(world.centre, readable_until=TODAY + timedelta(days=30))
    worker, lead = acting(world.worker), acting(world.lead)
    items = {}
    for life in lives:
        item = items[life.number] = put(life.case, sitting, world.centre, minutes=1, is_written=False)
        write_paper(item_id=item.pk, outline=life.words["paper"], question="何を", actor=worker, now=NOW)
        seen = known_as((life.words["paper"], "何を"))
        approve_paper(item_id=item.pk, seen=seen, actor=lead, now=NOW)
    send_papers(sitting, world.centre)
    hold(sitting, world.centre)
    for life in lives:
        item, member = items[life.number], world.committee["member"]
        write_minutes(item_id=item.pk, words=life.words["minutes"], actor=worker, now=NOW)
        advise(item, world.worker, text=life.words["advice"], given_by=member.person)
        asked = ask_member(life.case, member, world.centre, text=life.words["question"])
        asking.answer(question_id=asked.pk, words=life.words["reply"], actor=acting(member), now=NOW)


def end(world, life):
    close_case(case=life.case, actor=acting(world.lead), now=NOW)
    life.case = fresh(life.case)
