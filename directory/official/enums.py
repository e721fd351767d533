from django.db.models import TextChoices


class RunState(TextChoices):
    """How far taking in some files has come."""

    UPLOADED = "uploaded", "受け取りました"
    READ = "read", "確認を待っています"
    REFUSED = "refused", "読めませんでした"
    APPLIED = "applied", "取り入れました"
    UNDONE = "undone", "元に戻しました"


class Verdict(TextChoices):
    """What a line of a file means for the official records."""

    NEW = "new", "新しい"
    CHANGED = "changed", "変わった"
    SAME = "same", "同じ"
    MISSING = "missing", "見あたらない"


class Attachment(TextChoices):
    """How a record came to its agency."""

    IMPORT = "import", "法人番号と住所が同じ"
    MADE = "made", "取り入れたときに作った"
    PERSON = "person", "職員が決めた"
