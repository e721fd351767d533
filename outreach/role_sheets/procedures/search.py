"""The public pages of this room, for the search over everything the public may read."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from content.search import SearchDocument

from . import queries

SOURCE = "procedures"
KIND = "ガイド"
STEPS, START_UP, FIRST_STEPS = "steps", "start_up", "first_steps"
PAGES = (STEPS, START_UP, FIRST_STEPS)


def guide_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the pages of check lists, of the start-up guide and of first steps that say something."""
    for key in PAGES if keys is None else keys:
        found = {STEPS: _steps, START_UP: _start_up, FIRST_STEPS: _first_steps}[key]()
        if found.texts:
            yield found


def _steps() -> SearchDocument:
    steps = queries.steps_for("")
    return SearchDocument(
        key=STEPS,
        kind=KIND,
        title="手続きのチェック表",
        url=reverse("procedures:steps"),
        summary="出所の前からあとまで、どこに、何を持って行くか。日を入れると、始める日がわかります。",
        texts=[f"{step.title} {step.office} {step.papers} {step.words}" for step in steps],
    )


def _start_up() -> SearchDocument:
    steps, clauses = queries.start_up_steps(), queries.clauses()
    return SearchDocument(
        key=START_UP,
        kind=KIND,
        title="連携強化事業を始める準備",
        url=reverse("procedures:start_up"),
        summary="市町村が、連携強化事業を始めるまでの1年。予算、契約、書類を、月ごとに。",
        texts=[f"{step.title} {step.document} {step.words}" for step in steps]
        + [f"{each.title} {each.text}" for each in clauses],
    )


def _first_steps() -> SearchDocument:
    rows = [row for _, found in queries.first_steps() for row in found]
    return SearchDocument(
        key=FIRST_STEPS,
        kind=KIND,
        title="はじめての担当者へ",
        url=reverse("procedures:first_steps"),
        summary="はじめて担当になった方が、順に読む、見る、すること。",
        texts=[f"{row.path.title} {row.words}" for row in rows],
    )
