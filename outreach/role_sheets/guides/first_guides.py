"""What a new site begins with: questions, guides and practices of public papers, in words of our own.

They stand in a file that people without Python can read, too. Nobody of the centre has checked them yet.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from foundation.audit import chain
from foundation.transactions import assert_in_transaction

from .models import Guide, GuidePart, Practice, QuestionAnswer
from .services import index_all_in_transaction

FILE = Path(__file__).with_suffix(".toml")
RESPONSIBLE = "連携担当"
PAPER = "厚生労働省「地域生活定着支援センターとの連携強化事業について」"
COLLECTION = "「地域生活定着支援センターにおける業務運営に関する好取組事例集」"
# The paper bears a day that cannot be right, so its year is told and not the day.
PAPER_YEAR, PAPER_FROM = "令和4年度当初", date(2022, 4, 1)
COLLECTION_YEAR = "令和5年3月"
# By these numbers a part of the file names one of the two papers.
OF_PAPER, OF_COLLECTION = 101, 104
PART_STEP = 10

type Fields = dict[str, Any]


def load_first_guides_in_transaction(*, publish: bool, now: datetime, with_notes: bool = False) -> int:
    """Keep what a new site begins with; returns how many rows. `publish` lets everybody read it at once.

    Questions, guides and practices are each loaded only where there is none. `with_notes` takes over what
    a centre would think of the practices: for the demo world alone.
    """
    assert_in_transaction("load_first_guides")
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    guides = [] if Guide.objects.exists() else list(_guides(told["guide"], publish=publish))
    questions = [] if QuestionAnswer.objects.exists() else list(_questions(told["question"], publish=publish))
    practices = (
        []
        if Practice.objects.exists()
        else list(_practices(told["practice"], publish=publish, with_notes=with_notes))
    )
    made = [*guides, *questions, *practices]
    if made:
        index_all_in_transaction(questions=questions, guides=guides, practices=practices)
        chain.record("guides.first_loaded", actor=None, subject=made[-1], now=now)
    return len(made)


def _guides(told: list[Fields], *, publish: bool) -> Iterator[Guide]:
    for fields in told:
        parts = fields.pop("part")
        guide = Guide.objects.create(responsible=RESPONSIBLE, is_open=publish, **fields)
        GuidePart.objects.bulk_create(
            GuidePart(guide=guide, place=place * PART_STEP, **_part(part))
            for place, part in enumerate(parts, start=1)
        )
        yield guide


def _part(fields: Fields) -> Fields:
    source = fields.pop("source", None)
    papers = {
        OF_PAPER: {"source_title": PAPER, "source_year": PAPER_YEAR},
        OF_COLLECTION: {"source_title": f"{COLLECTION}取組4", "source_year": COLLECTION_YEAR},
    }
    return fields | papers.get(source, {}) | {"text": fields["text"].strip()}


def _questions(told: list[Fields], *, publish: bool) -> Iterator[QuestionAnswer]:
    guides = {guide.slug: guide for guide in Guide.objects.all()}
    before: dict[int, QuestionAnswer] = {}
    for fields in told:
        asked, slug = fields.pop("source", None), fields.pop("guide", "")
        paper = {"source_title": f"{PAPER}問{asked}", "source_year": PAPER_YEAR} if asked else {}
        old = before.get(fields["number"])
        row = QuestionAnswer.objects.create(
            **({"valid_from": PAPER_FROM} | paper | fields | {"answer": fields["answer"].strip()}),
            version=old.version + 1 if old else 1,
            related_guide=guides.get(slug),
            responsible=RESPONSIBLE,
            is_open=publish,
        )
        if old is not None:
            old.superseded_by = row
            old.save(update_fields=["superseded_by"])
        before[row.number] = row
        yield row


def _practices(told: list[Fields], *, publish: bool, with_notes: bool) -> Iterator[Practice]:
    for number, fields in enumerate(told, start=1):
        note = fields.pop("try_here", "")
        yield Practice.objects.create(
            number=number,
            source_title=COLLECTION,
            source_year=COLLECTION_YEAR,
            try_here=note if with_notes else "",
            responsible=RESPONSIBLE,
            is_open=publish,
            **{name: value.strip() if isinstance(value, str) else value for name, value in fields.items()},
        )
