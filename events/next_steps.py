"""What an applicant reads at the top of their own page: how it stands, and what to do next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from . import admission_words, applicant_queries, letters, queries, rules
from .applicant_queries import ASKED, IN_LINE, SEAT
from .enums import LINE_STATES, Admission, ApplicationState, Attendance, EventState
from .models import Application, Event, Offer, Participant

NO_SEAT = "席がありません"


@dataclass(frozen=True)
class NextStep:
    """One notice; `kind` is that of the look."""

    kind: str
    title: str
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Standing:
    """How one application stands at a moment, read once for a page."""

    application: Application
    now: datetime
    people: Sequence[Participant] = field(default_factory=list)

    @cached_property
    def places(self) -> dict[int, str]:
        return dict(applicant_queries.places(self.application, self.people))

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.places.values())

    @property
    def seated(self) -> list[Participant]:
        """Whoever has a seat for sure."""
        return [person for person in self.people if self.places.get(person.pk) == SEAT]

    @property
    def roster(self) -> list[tuple[Participant, str]]:
        """The people, each with where they sit once they do not all stand alike, or whether they came."""
        if self.is_over and self._came is not None:
            return [(person, person.get_attendance_display()) for person in self.people]
        told = self.places if len(self.counts) > 1 or ASKED in self.counts else {}
        if self.line_stands:
            told = {pk: NO_SEAT if word == IN_LINE else word for pk, word in told.items()}
        return [(person, told.get(person.pk, "")) for person in self.people]

    @cached_property
    def position(self) -> int | None:
        if self.application.state not in LINE_STATES:
            return None
        return queries.position_in_line(self.application)

    @cached_property
    def offer(self) -> Offer | None:
        return applicant_queries.open_offer(self.application)

    @property
    def may_answer(self) -> bool:
        """Whether the offered seats can still be taken or declined here."""
        return self.offer is not None and applicant_queries.is_in_time(self.offer, now=self.now)

    @property
    def line_stands(self) -> bool:
        """Whether the session has begun, so that nobody moves up any more."""
        return self.now >= self.application.session.starts_at

    @property
    def is_over(self) -> bool:
        return self.now >= self.application.session.ends_at

    @property
    def state(self) -> rules.StateWord:
        """How it stands in a word; nobody waits any more for a seat of a date that has begun."""
        if not self.line_stands or self.application.state not in LINE_STATES or not self._takes_place:
            return queries.standing(self.application)
        seats = len(self.seated)
        if seats:
            return rules.StateWord("done", f"{seats}人分の席がありました")
        return rules.StateWord("ended", "席を取れませんでした")

    @property
    def _takes_place(self) -> bool:
        return queries.state_of(self.application.session) == EventState.PUBLISHED

    @property
    def _came(self) -> int | None:
        """How many people came, once somebody has written that down."""
        marks = [person.attendance for person in self.people if person.attendance]
        return marks.count(Attendance.ATTENDED) if marks else None

    @cached_property
    def step(self) -> NextStep | None:
        """What stands at the top of the page; nothing where a seat is all there is to say."""
        if self.offer is not None:
            return self._answer(self.offer)
        say = {
            ApplicationState.HELD: self._held,
            ApplicationState.PENDING: self._pending,
            ApplicationState.WAITING: self._waiting,
            ApplicationState.PARTLY: self._waiting,
            ApplicationState.CONFIRMED: self._confirmed,
            ApplicationState.DECLINED: self._declined,
            ApplicationState.LAPSED: self._lapsed,
        }.get(ApplicationState(self.application.state))
        return say() if say else None

    @property
    def _event(self) -> Event:
        return self.application.session.event

    @property
    def _by(self) -> str:
        return admission_words.by_reply_way(self.application.reply_way)

    def _answer(self, offer: Offer) -> NextStep:
        if not self.may_answer:
            return NextStep(
                "warn",
                "返事の期限が過ぎました",
                ("席は、次の方に案内します。参加したいときは、お電話でご相談ください。",),
            )
        people, rest = self.counts[ASKED], self.counts[IN_LINE]
        lines = ["まもなく開催です。センターからも、お電話で確かめます。"]
        title = f"{people}人分の席が空きました。返事をしてください"
        if offer.expires_at is not None:
            until = letters.moment_words(offer.expires_at)
            title = f"{people}人分の席が空きました。{until}までに返事をしてください"
            lines = ["それまで、この席は取っておきます。返事がないと、次の方に案内します。"]
        if rest:
            lines.append(f"席を受けると、残りの{rest}人は、そのまま空きを待ちます。")
        return NextStep("next", title, lines)

    def _held(self) -> NextStep:
        deadline = letters.deadline(self._event)
        if self.now > self._event.deadline_at:
            told = f"締切（{deadline}）までに所属長の確認がなかったので、申し込みになりませんでした。"
            return NextStep("warn", "センターに届きませんでした", (f"{told}お電話でご相談ください。",))
        lines = (
            "事業所の所属長（管理者）が「センターに出す」を押すと、センターに届きます。",
            f"{deadline}までに届かないと、申し込みになりません。所属長の方に、お声がけください。",
        )
        return NextStep("warn", "まだセンターに届いていません。所属長の確認を待っています", lines)

    def _pending(self) -> NextStep:
        title = "センターが決めるのを待っています"
        if self._event.admission == Admission.APPROVAL:
            line = f"センターが確かめて、参加していただけるかどうかを、{self._by}お知らせします。"
            return NextStep("info", title, (line,))
        deadline = letters.deadline(self._event)
        if self.now > self._event.deadline_at:
            return NextStep(
                "info", title, (f"締切（{deadline}）を過ぎました。決まりしだい、{self._by}お知らせします。",)
            )
        by_lot = self._event.admission == Admission.LOTTERY
        alike = "みな同じ扱いです。" if by_lot else "ウェブでもFAXでも電話でも同じ扱いです。"
        lines = (
            f"締切（{deadline}）までに届いた申し込みは、{alike}",
            f"締切のあとに{'くじで決めて' if by_lot else '決めて'}、{self._by}お知らせします。",
            "" if by_lot else admission_words.BY_CRITERIA,
        )
        return NextStep("info", title, tuple(filter(None, lines)))

    def _waiting(self) -> NextStep:
        rest = self.counts[IN_LINE]
        if self.line_stands:
            told = "この回は、終わりました。" if self.is_over else "この回は、もう始まりました。"
            return NextStep("info", f"{rest}人分の席を、用意できませんでした", (told,))
        seats = len(self.people) - rest
        title = f"空きを待つ列の、{self.position}番目です"
        if seats:
            title = f"{seats}人分の席があります。残りの{rest}人は、{title}"
        lines = [admission_words.how_freed_seats_go(self._event)]
        if self.application.is_told_by_mail:
            lines.append(f"{self.application.email} にメールを送ります。")
        decided = admission_words.how_it_was_decided(self.application.session)
        return NextStep("info", title, [*lines, *([decided] if decided else [])])

    def _confirmed(self) -> NextStep | None:
        if self.is_over:
            told = () if self._came is None else (f"{self._came}人が参加しました。",)
            return NextStep("info", "この回は、終わりました", told)
        decided = admission_words.how_it_was_decided(self.application.session)
        if not decided or not applicant_queries.was_decided(self.application):
            return None
        return NextStep("ok", f"{len(self.people)}人の参加が決まりました", (decided,))

    def _declined(self) -> NextStep:
        decided = admission_words.how_it_was_decided(self.application.session)
        reason = "定員を超えるお申し込みがありました。" if decided else ""
        lines = (f"{reason}{decided}", "わからないことは、お電話でおたずねください。")
        return NextStep("info", "今回は、お受けできませんでした", [line for line in lines if line])

    def _lapsed(self) -> NextStep:
        return NextStep(
            "warn",
            "返事の期限が過ぎたので、この申し込みは終わりました",
            ("席は、次の方に案内しました。参加したいときは、お電話でご相談ください。",),
        )


def standing_of(application: Application, *, now: datetime) -> Standing:
    """Return how an application stands, with the people who still take part or want to."""
    return Standing(application, now, list(queries.active_people(application)))
