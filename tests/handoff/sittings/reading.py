"""What an answer of this door says, page or paper, as one text."""

import io

from pypdf import PdfReader


def words_of(answer):
    """Return the words of an answer; of a refusal none, of a paper those of all its pages."""
    if answer.status_code != 200:
        return ""
    if answer["Content-Type"] == "application/pdf":
        pages = PdfReader(io.BytesIO(answer.content)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", "")
    return answer.text
