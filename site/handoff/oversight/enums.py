from django.db.models import TextChoices


class Mark(TextChoices):
    """What makes a reading odd; each is one row of `rules.ODD`."""

    OUTSIDE_HOURS = "outside_hours", "時間の外・休みの日に読んだ"
    MANY_CASES = "many_cases", "1日に多くのケースを読んだ"
    STAND_IN = "stand_in", "同僚の代わりに開いた"
    IDENTITY_ALONE = "identity_alone", "だれのケースかを見て、そのあと何もしていない"


class RequestKind(TextChoices):
    """What somebody asks for of what is held about them (個人情報保護法33–35条)."""

    DISCLOSURE = "disclosure", "開示"
    CORRECTION = "correction", "訂正・追加・削除"
    STOP = "stop", "利用・提供の停止"


class Answer(TextChoices):
    DONE = "done", "求めのとおりにした"
    PARTLY = "partly", "一部だけ、求めのとおりにした"
    REFUSED = "refused", "応じなかった"


class ToldWay(TextChoices):
    """How a receiver was told of a correction or a stop."""

    PHONE = "phone", "電話"
    LETTER = "letter", "手紙"
    MEETING = "meeting", "会って"
