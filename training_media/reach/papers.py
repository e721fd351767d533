"""The proof of an agency on A4, to be shown to whoever inspects it."""

from datetime import date

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from .proof import Proof
from .tables import TITLE


def proof_pdf(proof: Proof, *, today: date) -> bytes:
    """Return the proof on A4 landscape, marked 取扱注意, with a line for whoever checks it."""
    context = {
        "proof": proof,
        "confidential": True,
        "centre": current_centre(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
    }
    return render_pdf("training_reach/paper/proof.html", context, title=TITLE, landscape=True)
