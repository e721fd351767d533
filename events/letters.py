"""What the centre writes to applicants: plain words, the reception number, no person's name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from foundation.centre.queries import Centre
from foundation.japanese.dates import clock_time, long_date, short_date, time_range

from .asking import letter_words
from .enums import Admission, ApplicationState, ChangeKind, Way
from .models import Application, Event, Part, Session
from .series import parts_of

# Why some letters come; the sentence goes on with 「、お送りしています」.
REMINDS, TOLD = "席のある方に、開催日が近いので", "この研修・行事に申し込んだ方に、お伝えすることがあるので"
# By phone: the deadline, until which the own page takes an application back, is often over by then.
HOW_REMINDERS_STOP = "来られなくなったときは、お電話ください。取り消すと、このお知らせも止まります。"


@dataclass(frozen=True)
class Letter:
    """Subject and text of one mail."""

    subject: str
    text: str


def when(session: Session) -> str:
    """Return date and time of a session: 令和8年12月11日（金）午後1時30分〜4時30分; of a series its days."""
    if not session.part_count:
        return span_words(session.starts_at, session.ends_at)
    first, last = timezone.localdate(session.starts_at), timezone.localdate(session.ends_at)
    return f"全{session.part_count}回　{long_date(first)}〜{short_date(last)}"


def part_when(part: Part) -> str:
    """Return date and time of a part: 12月11日（金）午後1時30分〜4時30分."""
    starts, ends = timezone.localtime(part.starts_at), timezone.localtime(part.ends_at)
    if starts.date() != ends.date():
        return span_words(starts, ends)
    return f"{short_date(starts.date())}{time_range(starts.time(), ends.time())}"


def part_lines(session: Session) -> list[str]:
    """Return a line for each part of a series: 第2回　12月11日（金）午後1時30分〜4時30分　受け入れの実際."""
    return [part_line(part) for part in parts_of(session)]


def written_parts(session: Session) -> list[str]:
    """Return the lines of the parts as they stand in a letter, below the days of the series."""
    return [f"　　　　{line}" for line in part_lines(session)]


def part_line(part: Part, *, with_title: bool = True) -> str:
    """Return which part, when, about what, where if elsewhere, and that it is off."""
    is_off = "" if part.takes_place else f"【{part.get_state_display()}】"
    place = f"会場　{part.venue}" if part.venue else ""
    title = part.title if with_title else ""
    return "　".join(filter(None, (f"第{part.number}回", is_off, part_when(part), title, place)))


def span_words(starts_at: datetime, ends_at: datetime) -> str:
    """Return from when until when, the day written once where it is one day."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if starts.date() == ends.date():
        return f"{long_date(starts.date())}{time_range(starts.time(), ends.time())}"
    first, last = (f"{long_date(moment.date())}{clock_time(moment.time())}" for moment in (starts, ends))
    return f"{first}〜{last}"


def where(session: Session, ways: Collection[str] | None = None) -> str:
    """Return where a session takes place, in one line; `ways` narrows it to those that were chosen."""
    places = {Way.VENUE: session.venue, Way.ONLINE: "オンライン"}
    chosen = [way for way in session.ways if ways is None or way in ways]
    return "、または".join(places[way] for way in chosen or session.ways)


def deadline(event: Event) -> str:
    """Return the deadline: 12月4日（金）午後5時."""
    return moment_words(event.deadline_at)


def full_title(event: Event) -> str:
    return f"{event.title} ― {event.subtitle}" if event.subtitle else event.title


def application_received(
    application: Application,
    *,
    people: int,
    seated: int,
    unnamed: int,
    position: int | None,
    link: str,
    centre: Centre,
    now: datetime,
) -> Letter:
    """Return the answer to a new application: seats, the place in the line, or that it is decided later."""
    event = application.session.event
    subject, first = _first_words(application, people=people, seated=seated, position=position)
    names = (
        f"\nあと{unnamed}人の名前を、{deadline(event)}までに知らせてください。下のページから書けます。\n"
        if unnamed
        else ""
    )
    body = f"{first}\n{names}\n{_facts(application)}{_asked(application, now)}"
    return Letter(
        f"【受付 {application.number}】{subject}",
        _frame(application, body, link, centre, "お申し込みを受け付けたので"),
    )


def _first_words(
    application: Application, *, people: int, seated: int, position: int | None
) -> tuple[str, str]:
    if application.state == ApplicationState.HELD:
        return "所属長の確認を待っています", (
            "お申し込みを預かりました。事業所の所属長の方が確かめると、センターに届きます。"
        )
    if application.state == ApplicationState.PENDING:
        return "お申し込みを受け付けました", (
            f"{people}人分のお申し込みを受け付けました。参加していただけるかどうかは、"
            f"{decided_when(application.session.event)}お知らせします。"
        )
    waits = f"（{position}番目、{people - seated}人）"
    if not seated:
        return "空きを待つ列に入りました", (
            f"いま満席のため、空きを待つ列に入りました{waits}。空いたら、お知らせします。"
        )
    rest = f"残りの{people - seated}人は、空きを待つ列に入りました{waits}。" if people > seated else ""
    return f"席を{seated}つ取りました", f"お申し込みを受け付け、席を{seated}つ取りました。{rest}"


def decided_when(event: Event) -> str:
    """Return when an applicant will hear: after the deadline, or once the centre has looked at it."""
    one_by_one = event.admission == Admission.APPROVAL
    return "センターで確かめてから、" if one_by_one else f"締切（{deadline(event)}）のあとに決めて、"


def seat_given(application: Application, *, people: int, link: str, centre: Centre, now: datetime) -> Letter:
    """Return the good news for a group that waited."""
    told = f"お待たせしました。席が空いたので、{people}人分の席を取りました。"
    body = f"{told}\n\n{_facts(application)}{_asked(application, now)}"
    return Letter(
        f"【受付 {application.number}】席が取れました",
        _frame(application, body, link, centre, "空きを待っていた方に、席が取れたので"),
    )


def seat_offered(
    application: Application, *, people: int, expires_at: datetime | None, link: str, centre: Centre
) -> Letter:
    """Return the question to a group that waited whether it still wants the seats that came free."""
    until = (
        f"{moment_words(expires_at)}までに、下のページで返事をしてください。"
        "それまで、この席は取っておきます。返事がないと、次の方に案内します。"
        if expires_at
        else "まもなく開催です。センターからも、お電話で確かめます。"
    )
    body = f"お待たせしました。{people}人分の席が空きました。\n{until}\n\n{_facts(application)}"
    return Letter(
        f"【受付 {application.number}】席が空きました。お返事ください",
        _frame(application, body, link, centre, "空きを待っていた方に、席が空いたので"),
    )


def offer_accepted(
    application: Application, *, people: int, link: str, centre: Centre, now: datetime
) -> Letter:
    told = f"お返事をありがとうございます。{people}人分の席を取りました。"
    body = f"{told}\n\n{_facts(application)}{_asked(application, now)}"
    return Letter(
        f"【受付 {application.number}】席が取れました",
        _frame(application, body, link, centre, "席の案内に、お返事をいただいたので"),
    )


def offer_lapsed(application: Application, *, link: str, centre: Centre) -> Letter:
    body = (
        "席の案内に、期限までのお返事がありませんでした。席は次の方に案内します。"
        f"参加したいときは、お電話ください。\n\n{_facts(application)}"
    )
    return Letter(
        f"【受付 {application.number}】返事の期限が過ぎました",
        _frame(application, body, link, centre, "席の案内に、お返事がなかったので"),
    )


def decided(
    application: Application, *, seated: int, waiting: int, link: str, centre: Centre, now: datetime
) -> Letter:
    """Return 受講決定通知: whether an application was chosen, and by which criteria."""
    session = application.session
    if application.state == ApplicationState.DECLINED:
        subject, first = "受講の決定について", "定員を超えるお申し込みがあり、今回はお受けできませんでした。"
    elif seated:
        rest = f"残りの{waiting}人は、空きを待っています。" if waiting else ""
        subject, first = "受講が決まりました", f"{seated}人の参加が決まりました。{rest}"
    else:
        subject, first = (
            "空きを待っています",
            ("定員を超えるお申し込みがありました。空きを待つ列に入っています。空いたら、お知らせします。"),
        )
    how = f"決め方　{session.criteria}" if session.criteria else ""
    body = "\n\n".join(filter(None, [first, how, _facts(application)])) + _asked(application, now)
    return Letter(
        f"【受付 {application.number}】{subject}",
        _frame(application, body, link, centre, "お申し込みの結果が決まったので"),
    )


def moment_words(moment: datetime) -> str:
    """Return a moment as it is spoken: 12月4日（金）午後5時."""
    local = timezone.localtime(moment)
    return f"{short_date(local.date())}{clock_time(local.time())}"


def application_cancelled(application: Application, *, link: str, centre: Centre) -> Letter:
    body = f"お申し込みを取り消しました。\n\n{_facts(application)}"
    return Letter(
        f"【受付 {application.number}】取り消しました",
        _frame(application, body, link, centre, "お申し込みが取り消されたので"),
    )


def people_cancelled(application: Application, *, people: int, link: str, centre: Centre) -> Letter:
    body = f"参加する方を減らしました。いまは{people}人です。\n\n{_facts(application)}"
    return Letter(
        f"【受付 {application.number}】人数を{people}人にしました",
        _frame(application, body, link, centre, "お申し込みの人数が変わったので"),
    )


def event_changed(application: Application, *, changes: list[str], link: str, centre: Centre) -> Letter:
    """Return what changed about an event, for people who have or wait for a seat."""
    listed = "\n".join(f"・{change}" for change in changes)
    facts = _facts(application)
    body = f"お申し込みの研修・行事が変わりました。\n\n{listed}\n\n変わったあとの内容\n{facts}"
    return Letter(
        f"【変更】{application.session.event.title}",
        _frame(application, body, link, centre, "申し込んだ方に、日時や場所などが変わったので"),
    )


def event_cancelled(application: Application, *, link: str, centre: Centre) -> Letter:
    event = application.session.event
    facts = _facts(application)
    body = f"お申し込みの研修・行事は中止になりました。\n理由：{event.cancel_reason}\n\n{facts}"
    return Letter(
        f"【中止】{event.title}", _frame(application, body, link, centre, "申し込んだ方に、中止になったので")
    )


def event_reinstated(application: Application, *, link: str, centre: Centre) -> Letter:
    event = application.session.event
    body = (
        "中止とお知らせした研修・行事を、行うことになりました。お申し込みはそのまま残っています。\n\n"
        f"{_facts(application)}"
    )
    return Letter(
        f"【開催します】{event.title}",
        _frame(application, body, link, centre, "申し込んだ方に、行うことになったので"),
    )


def reminder(
    application: Application,
    *,
    people: int,
    days: int,
    link: str,
    centre: Centre,
    now: datetime,
    part: Part | None = None,
) -> Letter:
    """Return the reminder some days before, or on the day, with the way in; of a series for one part."""
    session = application.session
    day = {0: "今日", 1: "明日"}.get(days, f"{days}日後")
    which = f"　{day}の回　{part_line(part)}\n" if part else ""
    body = f"{day}の研修・行事のお知らせです（{people}人で申し込み）。\n\n{which}{_facts(application)}"
    body += _asked(application, now)
    ways = _ways(application)
    if session.venue_route and Way.VENUE in ways:
        body += f"\n\n会場まで\n{session.venue_route}"
    if session.online_url and Way.ONLINE in ways:
        body += "\n\nオンラインの入口は、当日に、下のページに出ます。"
    body += f"\n\n{HOW_REMINDERS_STOP}"
    return Letter(f"【{day}】{session.event.title}", _frame(application, body, link, centre, REMINDS))


def manager_asked(application: Application, *, link: str, centre: Centre) -> Letter:
    """Return the mail to an agency's manager: an application waits to be passed on to the centre."""
    text = (
        f"{application.agency_name}　ポータルの管理者様\n\n"
        "事業所の方が、研修・行事に申し込みました。確かめて、センターに出してください。\n"
        f"締切（{deadline(application.session.event)}）までに出さないと、申し込みになりません。\n\n"
        f"{_facts(application)}\n\n"
        "このお知らせは、所属長が確かめてから申し込むと決めている事業所の、管理者に送っています。\n\n"
        f"確かめて、センターに出す\n{link}\n\n受付番号　{application.number}\n\n{signature(centre)}"
    )
    return Letter(f"【受付 {application.number}】確かめてください（まだ申し込みになっていません）", text)


def part_news(part: Part, kind: str, *, was: str) -> tuple[str, str]:
    """Return the subject and the first sentence about one part that is off, put off or brought back."""
    which = f"第{part.number}回（{was}）"
    why = f"\n理由：{part.reason}"
    if kind == ChangeKind.CANCELLED:
        heading, first = "中止", f"{which}は、中止になりました。{why}"
    elif kind == ChangeKind.RESTORED:
        heading, first = "予定どおり開催", f"{which}は、予定どおり行います。{why}"
    elif part.takes_place:
        heading, first = "延期", f"{which}は、延期になりました。新しい日は、{part_when(part)}です。{why}"
    else:
        heading, first = "延期", f"{which}は、延期になりました。新しい日は、決まったら、お知らせします。{why}"
    return f"【{heading}】第{part.number}回　{part.session.event.title}", first


def part_changed(application: Application, *, subject: str, first: str, link: str, centre: Centre) -> Letter:
    """Return what became of one part of a series; the other parts stay as they are."""
    body = f"{first}\nほかの回と、お申し込みは、そのままです。\n\n{_facts(application)}"
    return Letter(subject, _frame(application, body, link, centre, "申し込んだ方に、予定が変わったので"))


def notice(application: Application, *, subject: str, text: str, link: str, centre: Centre) -> Letter:
    """Return a mail that staff wrote to the people of one event."""
    return Letter(subject, _frame(application, text, link, centre, TOLD))


def _ways(application: Application) -> set[str]:
    """Return in which ways an application's people come; of one that is cancelled, those that were meant."""
    people = application.participants.all()
    return {each.way for each in people if each.cancelled_at is None} or {each.way for each in people}


def _facts(application: Application) -> str:
    session, ways = application.session, _ways(application)
    lines = [f"　{full_title(session.event)}", f"　日時　{when(session)}"]
    lines += written_parts(session)
    lines.append(f"　場所　{where(session, ways)}")
    if session.doors_open_at and Way.VENUE in ways:
        lines.append(f"　受付　{clock_time(session.doors_open_at)}から")
    return "\n".join(lines)


def _asked(application: Application, now: datetime) -> str:
    """Return what rooms still ask of whoever gets a letter about seats."""
    return "".join(f"\n\n{words}" for source in letter_words for words in source(application, now))


def _frame(application: Application, body: str, link: str, centre: Centre, why: str) -> str:
    """Return a whole letter; `why` begins the sentence that says why it came, in mail and on paper."""
    return (
        f"{greeting(application)}\n\n{body}\n\nこのお知らせは、{why}、お送りしています。\n\n"
        f"申込内容を見る・変える・取り消す\n{link}\n\n"
        f"受付番号　{application.number}\n"
        f"心あたりのないときは、お手数ですがお電話ください。\n\n{signature(centre)}"
    )


def greeting(application: Application) -> str:
    return f"{application.agency_name}　ご担当者様" if application.agency_name else "お申し込みの方へ"


def signature(centre: Centre) -> str:
    """Return who writes, and how they are reached."""
    fax = f"FAX {centre.fax}\n" if centre.fax else ""
    return f"{centre.name}\n電話 {centre.phone}（{centre.hours_text}）\n{fax}"
