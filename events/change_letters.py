"""What applicants read when a date is called off, put off, moved to another way, or brought back."""

from foundation.centre.queries import Centre
from foundation.japanese.dates import long_date

from . import letters
from .enums import ChangeKind, DateState
from .letters import Letter, full_title, when, where
from .models import Application, DateChange, Session

KEPT = "お申し込みと席は、そのまま残っています。手続きはいりません。"


def heading(change: DateChange) -> str:
    """Return what has happened in one word: 【延期】."""
    if change.kind == ChangeKind.RESTORED:
        return "予定どおり開催"
    return change.get_kind_display()


def first_words(session: Session, change: DateChange, *, was_when: str) -> str:
    """Return what has happened to a date in a sentence or two."""
    said = {
        ChangeKind.CANCELLED: f"{was_when}の回は、中止になりました。",
        ChangeKind.ONLINE: f"{was_when}の回は、会場ではなく、オンラインで行います。",
        ChangeKind.VENUE: f"{was_when}の回は、オンラインではなく、会場（{session.venue}）で行います。",
        ChangeKind.RESTORED: f"中止・延期とお知らせした{was_when}の回は、予定どおり行います。",
    }
    if change.kind != ChangeKind.POSTPONED:
        return said[ChangeKind(change.kind)]
    if session.state == DateState.POSTPONED:
        later = "新しい日は、まだ決まっていません。決まったら、お知らせします。"
        return f"{was_when}の回は、延期になりました。{later}"
    return f"{was_when}の回は、延期になりました。新しい日は、{when(session)}です。"


def date_changed(
    application: Application, change: DateChange, *, was_when: str, link: str, centre: Centre
) -> Letter:
    """Return the letter about one change; it asks nothing but to look at the new date."""
    session = application.session
    lines = [
        first_words(session, change, was_when=was_when),
        f"理由：{change.reason}（{long_date(change.decided_on)}に決定）",
        *_what_stays(session, change),
    ]
    subject = f"【{heading(change)}】{session.event.title}"
    return letters.notice(application, subject=subject, text="\n\n".join(lines), link=link, centre=centre)


def _what_stays(session: Session, change: DateChange) -> list[str]:
    facts = [f"　{full_title(session.event)}"]
    if session.state == DateState.PLANNED:
        facts += [f"　日時　{when(session)}", *letters.written_parts(session), f"　場所　{where(session)}"]
    if change.kind == ChangeKind.CANCELLED:
        return ["\n".join(facts)]
    answer = [KEPT]
    if change.kind == ChangeKind.POSTPONED:
        answer.append("ご都合が合わないときは、下のページかお電話で、取り消してください。")
    if change.kind == ChangeKind.ONLINE:
        answer.append(
            "会場で申し込んだ方の席は、オンラインの席になりました。入口は、当日に下のページに出ます。"
        )
    if change.kind == ChangeKind.VENUE:
        answer.append("オンラインで申し込んだ方の席は、会場の席になりました。")
    return ["".join(answer), "\n".join(facts)]
