from django.db.models import TextChoices

from accounts.enums import PublicRole


class LastContact(TextChoices):
    """What an agency's people did lately, or did not."""

    ANY = "", "問わない"
    APPLIED = "applied", "申し込みがあった"
    NOT_APPLIED = "not_applied", "申し込みがなかった"
    ATTENDED = "attended", "参加した方がいた"
    NOT_ATTENDED = "not_attended", "参加した方がいなかった"


class AddressedTo(TextChoices):
    """To whom at an agency a letter goes."""

    OFFICE = "office", "事業所（代表のメール・FAX）"
    ADMINS = "admins", "ポータルの管理者（いなければ事業所）"


class NoticeState(TextChoices):
    DRAFT = "draft", "下書き"
    SENT = "sent", "送信済"


class NoticeWay(TextChoices):
    """How a notice reaches an agency: the first way that there is."""

    MAIL = "mail", "メール"
    FAX = "fax", "FAX"
    POST = "post", "郵送"


class Outcome(TextChoices):
    """What became of one agency's letter after the button was pressed."""

    WAITING = "", "これから"
    TOLD = "told", "送った"
    LEFT = "left", "送らなかった（押したあとに、断り・申し込み・中止があった）"
    SAME = "same", "同じあて先に、ほかの事業所の名前で送る"


class LeftOut(TextChoices):
    """Why an agency that a list finds gets no letter; the first that holds is told."""

    CLOSED = "closed", "閉じたか、ほかと一つになった"
    REFUSED = "refused", "「お知らせはいりません」と言われている"
    APPLIED = "applied", "この研修・行事に、もう申し込んでいる"
    INVITED = "invited", "この研修・行事の案内を、もう送った"
    NO_ADDRESS = "no_address", "メール・FAX・住所のどれもない"
    SAME_ADDRESS = "same_address", "同じあて先に、ほかの事業所の名前で送る"


class RefusedBy(TextChoices):
    """How the centre heard that an agency wants no notices."""

    LINK = "link", "メールのリンクで"
    DESK = "desk", "電話・FAXで聞いて、職員が入力"


# More than so many agencies are written to by a manager alone.
MOST_BY_STAFF = 100
SENDS_TO_MANY = frozenset({PublicRole.MANAGER})
