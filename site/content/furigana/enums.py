from django.db.models import TextChoices


class ReadingState(TextChoices):
    """Only what a person has confirmed is shown to readers."""

    PROPOSED = "proposed", "まだ確かめていません"
    CONFIRMED = "confirmed", "確かめました"


class Source(TextChoices):
    """Where a reading came from before anybody confirmed it."""

    SUDACHI = "sudachi", "辞書ソフト"
    DICTIONARY = "dictionary", "センターの読みの辞書"
    PERSON = "person", "職員"
    # Delivered with the first pages: somebody of the project has read it, nobody of the centre has.
    SHIPPED = "shipped", "つなぐに付いてきた読み"


class WordKind(TextChoices):
    PERSON = "person", "人名"
    PLACE = "place", "地名"
    AGENCY = "agency", "事業所"
    TERM = "term", "用語"
