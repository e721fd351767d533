from django.db.models import TextChoices


class Paper(TextChoices):
    """What is printed for a hand-off; the word is what stands on top of it."""

    COVER = "cover", "表紙"
    LETTER = "letter", "送り状"
    RECEIPT = "receipt", "受領書"
    PACKAGE = "package", "渡す書類"
    REPLY = "reply", "回答書"
    PLEDGE = "pledge", "この件限りの誓約書"
    ROLES = "roles", "役割の表"
    PLAN = "plan", "引継ぎの計画"
    SLIP = "slip", "番号だけの知らせ"


class Travel(TextChoices):
    """How papers that tell of somebody may travel; neither FAX nor mail is among them."""

    BY_HAND = "by_hand", "手渡し"
    REGISTERED = "registered", "簡易書留"
    RECORDED = "recorded", "特定記録"


# Sent by post, with a number by which the parcel is found again.
BY_POST = frozenset({Travel.REGISTERED, Travel.RECORDED})


class PersonPaper(TextChoices):
    """What is printed for the person, in easy words."""

    CONSENT = "consent", "同意の紙"
    CARD = "card", "わたしの れんらくさき"
    TOLD = "told", "だれが なにを しっているか"
