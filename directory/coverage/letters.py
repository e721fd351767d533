"""The letter that asks an expert (講師・委員の依頼文)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date, wareki
from foundation.printing.letter import Letter, letter_pdf

from .models import Expert


def request_letter(expert: Expert, said: Mapping[str, Any]) -> bytes:
    """Return the A4 letter as a PDF: document number, 公印省略, what is asked, when and where."""
    centre = current_centre()
    role = said["role"]
    addressee = f"{expert.person.name}　様"
    letter = Letter(
        centre=centre,
        number=said["number"],
        sent_on=wareki(said["sent_on"]),
        addressees=(*((expert.agency.name,) if expert.agency else ()), addressee),
        sender=centre.signature,
        subject=f"{said['occasion']}の{role}について（依頼）",
        paragraphs=(
            "日ごろから、当センターの事業にご理解とご協力をいただき、厚くお礼申し上げます。",
            f"このたび、下記のとおり「{said['occasion']}」を行うことになりました。",
            f"つきましては、{role}をお引き受けくださいますよう、お願い申し上げます。",
        ),
        items=(
            ("日時", f"{long_date(said['held_on'])}\n{said['hours']}"),
            ("場所", said["place"]),
            ("お願いしたい内容", said["content"]),
            ("謝金", expert.get_fee_display()),
        ),
        sample_world=settings.DEMO,
    )
    return letter_pdf(letter)
