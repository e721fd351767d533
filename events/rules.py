"""Who may apply, what may still be changed, and how things stand: pure functions of facts and a clock.

Who is served next from the line stands in `line`, who is chosen after a deadline in `selection`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation.decision import YES, Decision

from .date_rules import may_have_arrived
from .line import Seats

FEW_SEATS_SHARE = 0.2


@dataclass(frozen=True)
class EventFacts:
    """What the rules need to know about an event and one of its sessions.

    `state` is the event's while it is no public one, else what became of the date.
    """

    state: str
    audience: str
    opens_at: datetime
    deadline_at: datetime
    starts_at: datetime
    ends_at: datetime
    most_people: int
    agency_cap: int | None
    capacity: Seats
    # How the event decides, and whether it has decided about this session.
    admission: str = "first_come"
    is_decided: bool = False

    @property
    def decides_at_once(self) -> bool:
        """Whether all applications wait for one decision that is still to come."""
        return self.admission in ("after_deadline", "lottery") and not self.is_decided


@dataclass(frozen=True)
class ApplicationFacts:
    """What the rules need to know about one application that wants in."""

    people: int
    needs: Seats
    agency_people_already: int
    has_agency: bool
    speaks_for_agency: bool
    typed_by_staff: bool
    received_at: datetime
    # Whether an event for invited people is for whoever applies, in the name of the agency they apply for.
    is_invited: bool = False
    # With how few of its people the group is content; None is all of them.
    least_people: int | None = None


def may_apply(event: EventFacts, application: ApplicationFacts, now: datetime) -> Decision:
    """Decide whether this application is accepted at all, be it to a seat or to the line.

    A paper that arrived in time may be typed in later: until the deadline all channels are equal, and
    what counts is when it was received. After the deadline only staff may still add somebody.
    """
    arrived = application.received_at
    received = may_have_arrived(arrived, now)
    refusals = (
        (event.state == "cancelled", "この研修・行事は中止になりました。"),
        (event.state == "postponed", "この回は延期になりました。新しい日が決まるまで、お待ちください。"),
        (event.state != "published", "この研修・行事は、まだ公開されていません。"),
        (not received.allowed, received.reason),
        (now >= event.ends_at, "この研修・行事は終わりました。"),
        (arrived < event.opens_at, "申し込みの受付は、まだ始まっていません。"),
        (
            arrived > event.deadline_at and not application.typed_by_staff,
            "申し込みの締切を過ぎました。お電話でご相談ください。",
        ),
        (
            event.audience == "invited" and not (application.is_invited or application.typed_by_staff),
            "この研修・行事は、招かれた方だけが、招かれた機関の名前で申し込めます。",
        ),
        (
            event.audience == "partners" and not application.has_agency,
            "この研修・行事は、関係機関で働く方が対象です。事業所の名前を書いてください。",
        ),
        (application.people < 1, "参加する方を1人以上にしてください。"),
        (
            application.people > event.most_people and not application.typed_by_staff,
            f"一度に申し込めるのは{event.most_people}人までです。それより多いときは、お電話ください。",
        ),
    )
    for refused, reason in refusals:
        if refused:
            return Decision(False, reason)
    return _fits_the_event(event, application)


def _fits_the_event(event: EventFacts, application: ApplicationFacts) -> Decision:
    least = application.least_people
    if least is not None and not 1 <= least <= application.people:
        return Decision(False, f"何人からなら参加するかは、1から{application.people}までで書いてください。")
    for way, people in application.needs.items():
        if not event.capacity.get(way):
            return Decision(False, "選ばれた参加の方法は、この研修・行事にはありません。")
        if people > event.capacity[way] and least is None:
            return Decision(
                False, f"席は全部で{event.capacity[way]}です。{people}人の組は、お電話でご相談ください。"
            )
    if event.agency_cap is not None:
        room = event.agency_cap - application.agency_people_already
        if application.people > room:
            already = application.agency_people_already
            # How many of an agency come is for its own people and the centre, not for whoever types its name.
            is_told = already and application.speaks_for_agency
            told = f"（すでに{already}人の申し込みがあります）" if is_told else ""
            return Decision(
                False,
                f"この研修・行事は、1事業所{event.agency_cap}人までです{told}。人数を減らしてください。",
            )
    return YES


def line_moves(event: EventFacts, now: datetime) -> bool:
    """Return whether groups in line may still move up: seats of a cancelled or begun session go to nobody."""
    return event.state == "published" and now < event.starts_at


# So shortly before the session nobody loses a seat by not reading mail: staff ask by phone.
ASKED_BY_PHONE = timedelta(hours=24)


def offer_expires(starts_at: datetime, hours: int, now: datetime) -> datetime | None:
    """Return until when a group may answer that is offered seats; None when it is asked by phone."""
    last = starts_at - ASKED_BY_PHONE
    return min(now + timedelta(hours=hours), last) if now < last else None


def first_state(event: EventFacts, *, manager_is_asked: bool) -> str:
    """Return how an application stands before anybody has looked at the seats."""
    if manager_is_asked:
        return "held"
    return "pending" if event.decides_at_once or event.admission == "approval" else "waiting"


def state_of(*, seated: int, offered: int, waiting: int) -> str:
    """Return how an application stands whose people have seats, are offered some, or wait."""
    if seated:
        return "partly" if offered or waiting else "confirmed"
    return "offered" if offered else "waiting"


def may_answer(answer: str, expires_at: datetime | None, now: datetime, *, by_staff: bool) -> Decision:
    """Decide whether an offer may still be answered: in time by its applicant, by staff until closed."""
    if answer:
        return Decision(False, "この案内には、もう返事があったか、期限が過ぎています。")
    if expires_at is not None and now >= expires_at and not by_staff:
        return Decision(False, "返事の期限が過ぎました。お電話でご相談ください。")
    return YES


def may_decide_now(event: EventFacts, now: datetime) -> Decision:
    """Decide whether a session may be decided now: once, after the deadline, before it begins."""
    if event.admission not in ("after_deadline", "lottery"):
        return Decision(False, "この研修・行事は、締切のあとにまとめて決めるものではありません。")
    if event.is_decided:
        return Decision(False, "この開催日は、もう決定しています。")
    if event.state != "published":
        return Decision(False, "決定できるのは、公開している研修・行事だけです。")
    if now <= event.deadline_at:
        return Decision(False, "締切までは、まだ申し込みが届きます。締切のあとに決めてください。")
    if now >= event.starts_at:
        return Decision(False, "もう始まっています。")
    return YES


# What comes so bears the moment at which it was sent or taken down.
RECORDED_CHANNELS = {"web": "ウェブ", "door": "当日の受付"}


def may_correct_receipt(channel: str, received_at: datetime, *, typed_at: datetime, reason: str) -> Decision:
    """Decide whether staff may say that a paper or call arrived at another moment: with a reason."""
    if channel in RECORDED_CHANNELS:
        name = RECORDED_CHANNELS[channel]
        return Decision(False, f"{name}の申し込みは、届いた日時が記録されています。変えられません。")
    if not reason:
        return Decision(False, "変える理由を書いてください。")
    if received_at > typed_at:
        return Decision(False, "受け取った日時は、入力した日時よりあとにできません。")
    return YES


def may_hold(starts_at: datetime, days_before: int, now: datetime) -> bool:
    """Return whether freed seats may still be held for a passed group."""
    return now < starts_at - timedelta(days=days_before)


def lowest_free_numbers(taken: Iterable[int], count: int) -> list[int]:
    """Return the `count` smallest seat numbers, from 1, that nobody holds."""
    used = set(taken)
    numbers: list[int] = []
    candidate = 1
    while len(numbers) < count:
        if candidate not in used:
            numbers.append(candidate)
        candidate += 1
    return numbers


_ENDED = {
    "cancelled": "この申し込みは取り消されています。",
    "declined": "この申し込みは、今回はお受けできませんでした。",
    "lapsed": "席の案内に返事がなかったので、この申し込みは終わっています。お電話でご相談ください。",
}
_ERASED = "この申し込みの名前と連絡先は、残しておく期間が過ぎたので消しました。"


def _is_late(event: EventFacts, now: datetime) -> bool:
    """Return whether applicants change nothing any more by themselves: after the deadline.

    Where the seats were decided after it, until the session begins: only then is it known who comes.
    """
    return now > event.deadline_at and not (event.is_decided and now < event.starts_at)


def changes_until(event: EventFacts, now: datetime) -> datetime:
    """Return until when applicants change and cancel by themselves, as it stands now."""
    return event.starts_at if event.is_decided and now > event.deadline_at else event.deadline_at


def may_change(
    event: EventFacts, application_state: str, now: datetime, *, by_staff: bool, is_erased: bool = False
) -> Decision:
    """Decide whether names and contact of an application may still be changed; what was erased stays so."""
    over = _ERASED if is_erased else _ENDED.get(application_state)
    if over:
        return Decision(False, over)
    if event.state == "cancelled":
        return Decision(False, "この研修・行事は中止になりました。")
    if event.state == "postponed":
        return YES
    if now >= event.ends_at and not by_staff:
        return Decision(False, "この研修・行事は終わりました。")
    if _is_late(event, now) and not by_staff:
        return Decision(False, "締切を過ぎたので、ここでは変えられません。お電話ください。")
    return YES


def may_cancel(event: EventFacts, application_state: str, now: datetime, *, by_staff: bool) -> Decision:
    """Decide whether an application may be cancelled: by its applicant until the deadline, then by staff.

    What has ended is not rewritten: whoever did not come is marked absent. While a date is put off, anybody
    may still step back.
    """
    if application_state in _ENDED:
        return Decision(False, _ENDED[application_state])
    if event.state == "postponed":
        return YES
    refusals = (
        (
            event.state == "cancelled",
            "この研修・行事は中止になりました。取り消しの手続きはいりません。",
        ),
        (now >= event.ends_at, "この研修・行事は終わりました。来なかった方は、出欠に書きます。"),
        (
            now >= event.starts_at and not by_staff,
            "始まったあとは、ここでは取り消せません。お電話ください。",
        ),
        (
            _is_late(event, now) and not by_staff,
            "締切を過ぎたので、ここでは取り消せません。お電話ください。",
        ),
    )
    return next((Decision(False, reason) for refused, reason in refusals if refused), YES)


@dataclass(frozen=True)
class Move:
    """A change of an event's state: where it begins, and what is said when it cannot be made."""

    begins: str
    refusal: str


EVENT_MOVES = {
    "publish": Move("draft", "公開できるのは、下書きの研修・行事だけです。"),
    "cancel": Move("published", "中止できるのは、公開している研修・行事だけです。"),
    "reinstate": Move("cancelled", "もとに戻せるのは、中止した研修・行事だけです。"),
}


def may_move(state: str, move: str) -> Decision:
    """Decide whether an event in this state can be published, cancelled or reinstated."""
    wanted = EVENT_MOVES[move]
    return YES if state == wanted.begins else Decision(False, wanted.refusal)


def may_type_in(state: str, *, has_coming_session: bool) -> Decision:
    """Decide whether staff may still type in an application that came by FAX, phone or post."""
    if state != "published":
        return Decision(False, "公開している研修・行事だけに、申込を入力できます。")
    return YES if has_coming_session else Decision(False, "この研修・行事は終わりました。")


def may_set_capacity(wanted: Seats, taken: Seats) -> Decision:
    """Decide whether the number of seats may be set: never below the seats that are taken."""
    if not any(wanted.values()):
        return Decision(False, "席の数を、1つ以上にしてください。")
    for way, seats in taken.items():
        if wanted.get(way, 0) < seats:
            return Decision(False, f"すでに{seats}人の席があります。{seats}より少なくはできません。")
    return YES


@dataclass(frozen=True)
class StateWord:
    """A state as readers see it: the kind chooses the shape, the word says everything."""

    kind: str
    word: str


def state_word(event: EventFacts, free: Seats, waiting: int, now: datetime) -> StateWord:
    """Return the event's state in words; `free` are seats that are neither taken nor held."""
    fixed = (
        (event.state == "cancelled", StateWord("ended", "中止")),
        (event.state == "draft", StateWord("wait", "下書き")),
        (event.state == "postponed", StateWord("wait", "延期（日は未定）")),
        (now >= event.ends_at, StateWord("ended", "終了")),
        (now < event.opens_at, StateWord("wait", "受付前")),
        (now > event.deadline_at and event.decides_at_once, StateWord("wait", "受付終了（決定待ち）")),
        (now > event.deadline_at, StateWord("ended", "受付終了")),
        (event.audience == "invited", StateWord("open", "招かれた方だけ")),
    )
    for holds, word in fixed:
        if holds:
            return word
    if event.decides_at_once:
        return StateWord("open", "申込受付中（締切後に決定）")
    if event.admission == "approval":
        return StateWord("open", "申込受付中（一件ずつ決定）")
    seats = sum(free.values())
    if seats <= 0:
        return StateWord("full", f"満席（空き待ち{waiting}人）" if waiting else "満席")
    if seats <= max(1, int(sum(event.capacity.values()) * FEW_SEATS_SHARE)):
        return StateWord("few", f"残りわずか（{seats}席）")
    return StateWord("open", "申込受付中")


def application_word(
    state: str, *, event_state: str, people: int, position: int | None, seats: int = 0
) -> StateWord:
    """Return how an application stands, as its applicant reads it.

    `position` is its place in the line, `seats` how many of its people have one or are offered one.
    """
    if state == "cancelled":
        return StateWord("ended", "取り消しました")
    if event_state == "cancelled":
        return StateWord("ended", "この研修・行事は中止になりました")
    waits = f"{position}番目、{people - seats}人" if position else f"{people - seats}人"
    words = {
        "held": StateWord("turn", f"所属長の確認を待っています（{people}人）"),
        "pending": StateWord("wait", f"受け付けました。決まったら知らせます（{people}人）"),
        "waiting": StateWord("wait", f"空きを待っています（{waits}）"),
        "offered": StateWord("turn", f"{seats}人分の席が空きました。返事をしてください"),
        "partly": StateWord("done", f"{seats}人分の席があります。残りは空きを待っています（{waits}）"),
        "declined": StateWord("ended", "今回は、お受けできませんでした"),
        "lapsed": StateWord("ended", "返事の期限が過ぎたので、終わりました"),
    }
    return words.get(state, StateWord("done", f"{people}人分の席があります"))


# States in which an application's people were expected on the day.
HAD_SEATS = ("confirmed", "partly", "offered")


def past_word(state: str, *, is_off: bool, people: int, attended: int, marked: int) -> str:
    """Return what came of an application once its date is over, in a few words.

    `marked` is of how many of its people it is written whether they came.
    """
    if is_off:
        return "中止になりました"
    if attended:
        return f"{attended}人が出席"
    if marked:
        return "欠席"
    if state in HAD_SEATS:
        return f"{people}人が参加の予定でした。出欠は、まだ書かれていません"
    return "席は、ありませんでした"


def days_left(deadline_at: datetime, now: datetime) -> int:
    """Return whole calendar days from now to the deadline, in local dates; 0 is today."""
    return (deadline_at.date() - now.date()).days
