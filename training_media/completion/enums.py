from django.db.models import TextChoices


class NameState(TextChoices):
    """How it stands with a name that was said at a card and does not count yet."""

    WAITS = "waits", "事業所の確かめ待ち"
    REFUSED = "refused", "職員ではない、という答え"
