"""The opinion letter on A4, as the centre's official letter."""

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.printing.letter import Letter, letter_pdf

from .reading import LetterRead


def opinion_pdf(read: LetterRead) -> bytes:
    """Return the letter; until it is issued it says that it is a draft."""
    letter, texts, centre = read.letter, read.texts, current_centre()
    issued = letter.reissued_on or letter.issued_on
    items = [
        ("引継ぎの番号", read.ground.reference),
        ("加算", read.addition.label),
        ("サービス", texts.get("service", "")),
        ("利用の期間", texts.get("period", "")),
        ("確かめたこと", "\n".join(condition.words for condition, holds in read.checks if holds)),
        ("意見", read.opinion),
    ]
    if letter.reissued_on and letter.issued_on:
        items.append(("再発行", f"はじめは、{long_date(letter.issued_on)}に出しました。"))
    return letter_pdf(
        Letter(
            centre=centre,
            number=letter.number or "下書き（番号は、出すときにつきます）",
            sent_on=long_date(issued or read.today),
            addressees=(f"{texts.get('office', '')}　御中",),
            sender=centre.signature,
            subject=f"{read.addition.label}に係る意見書",
            paragraphs=("おたのみのあった件について、下記のとおり意見を述べます。",),
            items=tuple((name, text) for name, text in items if text),
            sample_world=settings.DEMO,
        )
    )
