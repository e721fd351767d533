from django.db.models import TextChoices


class Measure(TextChoices):
    """Over what attendance is measured."""

    ONE_DATE = "one_date", "どれか1回に出ればよい（同じ内容を何回か開くとき）"
    ALL_DATES = "all_dates", "すべての回を通して数える（連続の研修）"


class CertificateOrigin(TextChoices):
    """What a certificate was issued for; paper and pages name its dates and its time by it."""

    EVENT = "event", "研修・行事"
    COURSE = "course", "研修動画"

    @property
    def dates_name(self) -> str:
        return "視聴した日" if self is CertificateOrigin.COURSE else "開催日"

    @property
    def time_name(self) -> str:
        return "視聴した時間" if self is CertificateOrigin.COURSE else "受講した時間"


class CertificateState(TextChoices):
    ISSUED = "issued", "有効"
    REVOKED = "revoked", "取り消し"
    REPLACED = "replaced", "再発行により無効"


class RevokeReason(TextChoices):
    """Why a certificate does not hold any more; everybody who checks the number reads this word."""

    WRONG_ATTENDANCE = "attendance", "出席の記録に誤りがあったため"
    WRONG_VIEWING = "viewing", "視聴の記録に誤りがあったため"
    WRONG_PERSON = "person", "別の方に発行したため"
    BY_REQUEST = "request", "ご本人の申し出のため"
    OTHER = "other", "発行の誤りのため"

    @classmethod
    def fitting(cls, origin: CertificateOrigin) -> list[tuple[str, str]]:
        """Return what can be said of a certificate of this origin, as choices of a form."""
        strange = cls.WRONG_ATTENDANCE if origin is CertificateOrigin.COURSE else cls.WRONG_VIEWING
        return [(each.value, each.label) for each in cls if each is not strange]


class ReissueReason(TextChoices):
    NAME_CHANGED = "name", "お名前が変わった"
    MISTAKE = "mistake", "書いてあることに誤りがあった"
    LOST = "lost", "なくした・番号を知られた"


class BatchForm(TextChoices):
    """In which form the certificates of an event are taken away."""

    ONE_PDF = "pdf", "1つのPDF（全員分）"
    BY_AGENCY = "zip", "事業所ごとのPDF（ZIP）"
    REGISTER = "xlsx", "発行の台帳（Excel）"


class BatchReason(TextChoices):
    """Why certificates leave the portal in one go; the audit keeps this word."""

    HAND_OUT = "hand_out", "事業所に送る・渡す"
    FILE = "file", "台帳として残す"
    REPORT = "report", "報告に使う"
