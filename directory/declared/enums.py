from django.db.models import TextChoices


class DraftState(TextChoices):
    """What has become of what somebody wrote; only what waits can still change."""

    WAITING = "waiting", "確認を待っています"
    APPROVED = "approved", "公開しました"
    SENT_BACK = "sent_back", "直してもらいます"
    WITHDRAWN = "withdrawn", "取り下げました"


class DraftWay(TextChoices):
    """How it was said."""

    PORTAL = "portal", "機関のページで"
    LINK = "link", "一度だけのリンクで"
    STAFF = "staff", "センターの職員が代わりに（電話・FAX）"
    RESTORED = "restored", "前の内容にもどして"


class LinkWay(TextChoices):
    """How a link reaches the agency."""

    MAIL = "mail", "事業所のメールに送る"
    PAPER = "paper", "紙（A4）を印刷する"


class LinkState(TextChoices):
    """What has become of a link."""

    OPEN = "open", "まだ使われていません"
    USED = "used", "使われました"
    REVOKED = "revoked", "取り消しました"
    EXPIRED = "expired", "期限が切れました"
