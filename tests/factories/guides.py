"""Questions, guides and practices as tests need them, open and checked unless told otherwise."""

from datetime import date

from outreach.role_sheets.guides.enums import PartKind
from outreach.role_sheets.guides.models import Guide, GuidePart, Practice, QuestionAnswer

CHECKED = {"responsible": "連携担当", "reviewed_on": date(2026, 6, 1), "review_due_on": date(2027, 6, 1)}
PAPER = {"source_title": "見本の資料", "source_year": "令和4年度当初"}


def make_question(number=1, **fields):
    return QuestionAnswer.objects.create(
        **{
            "number": number,
            "question": f"見本の質問{number}",
            "answer": "見本の答えです。\n\nもう一つの段落です。",
            "theme": "work",
            "audiences": ["municipality"],
            "valid_from": date(2022, 4, 1),
            "is_open": True,
        }
        | CHECKED
        | PAPER
        | fields
    )


def make_guide(slug="entry", **fields):
    return Guide.objects.create(
        **{"slug": slug, "title": f"見本のガイド{slug}", "lead": "見本の案内です。", "is_open": True}
        | CHECKED
        | fields
    )


def make_part(guide, kind=PartKind.TEXT, **fields):
    return GuidePart.objects.create(**{"guide": guide, "kind": kind, "text": "見本の文です。"} | fields)


def make_practice(number=1, **fields):
    return Practice.objects.create(
        **{
            "number": number,
            "title": f"見本の取組{number}",
            "summary": "ひとことで言う取組です。",
            "kinds": ["committee"],
            "background": "きっかけの文です。",
            "done": "したことの文です。",
            "result": "結果の文です。",
            "is_open": True,
        }
        | CHECKED
        | PAPER
        | fields
    )
