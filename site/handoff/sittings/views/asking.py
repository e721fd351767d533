"""Quick questions to one member, and what members linked us to."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.exports.delimited import write_csv
from foundation.exports.table import Column, Table
from foundation.japanese.dates import fiscal_year, fiscal_year_label
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import CASEWORK, LEADING
from handoff.answers import address, posted, pressed
from handoff.cases.models import Case
from handoff.sittings.access import seats_for
from handoff.sittings.forms import IntroductionForm, QuestionForm, WordsForm, basis_choices, people_choices
from handoff.sittings.queries import advisers_on, people_seated, standing_bases
from handoff.sittings.services.asking import answer, ask, close_question, introduce, see_question
from handoff.sittings.services.minutes import LinkCount, count_introductions
from handoff.sittings.services.reading import read_question

from .answering import IN_THE_ROOM, About, Prepared, about_case, answered


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Ask one member something about a case."""

    def prepare(about: About[Case]) -> Prepared:
        people = list(advisers_on(about.today))
        bases = basis_choices(standing_bases(about.row, today=about.today))
        choices = {"asked_of": people_choices(people), "basis": bases}
        form = QuestionForm(posted(request), choices=choices)
        return form, lambda: ask(case_id=pk, asking=form.asking(people), actor=about.actor, now=about.now)

    return about_case(
        request,
        pk,
        prepare,
        title="委員に急いで聞く",
        button="委員に聞く",
        note="委員には、番号と、ここに書く文だけが見えます。メールには、内容を書きません。",
        said="委員に聞きました。",
    )


@policy(open_to=IN_THE_ROOM)
@never_cache
@require_http_methods(["GET", "POST"])
def question(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a quick question, and take its answer: from the member, or as staff heard it on the telephone."""
    actor, now = actor_of(request), timezone.now()
    reading = read_question(question_id=pk, actor=actor, now=now)
    form = WordsForm(posted(request), label="返事")
    back = (
        address("committee_thread", reading.line.question.case_id) if reading.keeps else address("committee")
    )
    return answered(
        request,
        form,
        lambda: answer(question_id=pk, words=form.cleaned_data["words"], actor=actor, now=now),
        title="急ぎの質問",
        button="返事を送る",
        back=back,
        said="返事を記録しました。",
        template="sittings/question.html",
        reading=reading,
    )


@policy(open_to=CASEWORK)
@require_POST
def close(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """End a quick question."""
    actor, now = actor_of(request), timezone.now()
    return pressed(
        request,
        lambda: close_question(question_id=pk, actor=actor, now=now),
        address("quick_question", pk),
        said="質問を終えました。",
    )


@policy(open_to=LEADING)
@require_POST
def seen(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Say that whoever leads has read what was asked."""
    actor, now = actor_of(request), timezone.now()
    return pressed(
        request,
        lambda: see_question(question_id=pk, actor=actor, now=now),
        address("quick_question", pk),
        said="読んだと記録しました。",
    )


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def new_introduction(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down to whom a member linked us."""

    def prepare(about: About[Case]) -> Prepared:
        people = people_seated(seats_for(about.actor, today=about.today))
        choices = {"linked_by": people_choices(people)}
        form = IntroductionForm(posted(request), choices=choices, initial={"linked_on": about.today})

        def write() -> None:
            data = form.cleaned_data
            introduce(
                case_id=pk,
                linked_by=next(each for each in people if str(each.pk) == data["linked_by"]),
                linked_on=data["linked_on"],
                body=data["body"],
                actor=about.actor,
                now=about.now,
            )

        return form, write

    return about_case(request, pk, prepare, title="委員の紹介を書く", button="紹介を書く")


def _counts(request: EnrolledRequest) -> tuple[int, list[LinkCount]]:
    now = timezone.now()
    year = fiscal_year(timezone.localdate(now))
    begins, ends = date(year, 4, 1), date(year + 1, 4, 1)
    return year, count_introductions(year_begins=begins, year_ends=ends, actor=actor_of(request), now=now)


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def introductions(request: EnrolledRequest) -> HttpResponse:
    """Show how often each member linked us to somebody this fiscal year."""
    year, rows = _counts(request)
    context = {
        "page_title": "委員の紹介の件数",
        "year": fiscal_year_label(year),
        "rows": rows,
        "total": sum(row.count for row in rows),
    }
    return render(request, "sittings/introductions.html", context)


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def introductions_csv(request: EnrolledRequest) -> HttpResponse:
    """Answer with the counts as CSV."""
    year, rows = _counts(request)
    columns = (Column("委員"), Column("件数", "number"), Column("最後の紹介の日", "date"))
    table = Table(
        f"委員の紹介 {fiscal_year_label(year)}",
        columns,
        [(each.name, each.count, each.last_on) for each in rows],
    )
    headers = {"Content-Disposition": f'attachment; filename="introductions-{year}.csv"'}
    content = write_csv(table, encoding="utf-8-sig").content
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
