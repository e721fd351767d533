from django.db.models import IntegerChoices, TextChoices

from accounts.enums import PublicRole


class EventKind(TextChoices):
    TRAINING = "training", "研修"
    LECTURE = "lecture", "講座"
    STUDY_MEETING = "study_meeting", "検討会"
    BRIEFING = "briefing", "説明会"
    OTHER = "other", "行事"


class Audience(TextChoices):
    PUBLIC = "public", "どなたでも"
    PARTNERS = "partners", "関係機関で働く方"
    INVITED = "invited", "招かれた方"


class EventState(TextChoices):
    """What staff decided; the word that readers see also depends on dates and seats (`rules.state_word`)."""

    DRAFT = "draft", "下書き"
    PUBLISHED = "published", "公開"
    CANCELLED = "cancelled", "中止"


class Way(TextChoices):
    VENUE = "venue", "会場"
    ONLINE = "online", "オンライン"


class Channel(TextChoices):
    WEB = "web", "ウェブ"
    FAX = "fax", "FAX"
    PHONE = "phone", "電話"
    POST = "post", "郵送・持参"


class ReplyWay(TextChoices):
    MAIL = "mail", "メール"
    FAX = "fax", "FAX"
    PHONE = "phone", "電話"


class ApplicationState(TextChoices):
    CONFIRMED = "confirmed", "席あり"
    WAITING = "waiting", "空き待ち"
    CANCELLED = "cancelled", "取消"


class Attendance(TextChoices):
    UNKNOWN = "", "まだ"
    ATTENDED = "attended", "出席"
    ABSENT = "absent", "欠席"


class Accommodation(TextChoices):
    SIGN_LANGUAGE = "sign_language", "手話通訳"
    CAPTIONING = "captioning", "要約筆記"
    WHEELCHAIR = "wheelchair", "車いすの席"
    LARGE_PRINT = "large_print", "大きな文字の資料"
    QUIET_SEAT = "quiet_seat", "静かな席"
    COMPANION = "companion", "付き添いの方がいる"


class EntryKind(IntegerChoices):
    """The facts of the seat ledger, in the order in which they may happen to one application."""

    CAPACITY = 1, "席の数を決めた"
    APPLIED = 2, "申し込んだ"
    PASSED = 3, "あとの組が先に座った"
    SEATED = 4, "席を取った"
    RELEASED = 5, "席を返した"
    WITHDRAWN = 6, "列から抜けた"


ACTIVE_STATES = frozenset({ApplicationState.CONFIRMED, ApplicationState.WAITING})


class RosterKind(TextChoices):
    PAPER_BY_NUMBER = "pdf_by_number", "紙（PDF）番号の順"
    PAPER_BY_AGENCY = "pdf_by_agency", "紙（PDF）事業所ごと"
    WORKBOOK = "xlsx", "Excel（xlsx）"
    CSV_UTF8 = "csv_utf8", "CSV（UTF-8）"
    CSV_CP932 = "csv_cp932", "CSV（シフトJIS。古いソフト用）"


class ExportReason(TextChoices):
    """Why personal data leaves the portal; the audit keeps this word and no other."""

    ON_THE_DAY = "on_the_day", "当日の受付に使う"
    NAME_CARDS = "name_cards", "名札・席・班分けを作る"
    CERTIFICATES = "certificates", "修了証を作る"
    REPORT = "report", "報告・集計に使う"
    LECTURER = "lecturer", "講師・共催者に渡す"


# Who runs events and types in what came by FAX, phone or post.
EVENT_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
