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


class DateState(TextChoices):
    """Whether a date takes place at its time."""

    PLANNED = "planned", "予定どおり"
    POSTPONED = "postponed", "延期（日は未定）"
    CANCELLED = "cancelled", "中止"


class ChangeKind(TextChoices):
    """What may become of a date in one act that tells everybody."""

    CANCELLED = "cancelled", "中止"
    POSTPONED = "postponed", "延期"
    ONLINE = "online", "オンラインに変更"
    VENUE = "venue", "会場に変更"
    RESTORED = "restored", "中止・延期の取り消し"


class Admission(TextChoices):
    """How an event decides who gets its seats."""

    AFTER_DEADLINE = "after_deadline", "締切のあとに決める"
    FIRST_COME = "first_come", "先着順"
    APPROVAL = "approval", "センターが一件ずつ確かめて決める"
    LOTTERY = "lottery", "締切のあとにくじで決める"


# Until these have decided, all applications that arrived in time are equal and none has a seat.
DECIDES_AT_ONCE = frozenset({Admission.AFTER_DEADLINE, Admission.LOTTERY})


class Way(TextChoices):
    VENUE = "venue", "会場"
    ONLINE = "online", "オンライン"


class Channel(TextChoices):
    WEB = "web", "ウェブ"
    FAX = "fax", "FAX"
    PHONE = "phone", "電話"
    POST = "post", "郵送・持参"
    DOOR = "door", "当日の受付"


class ReplyWay(TextChoices):
    MAIL = "mail", "メール"
    FAX = "fax", "FAX"
    PHONE = "phone", "電話"


class ApplicationState(TextChoices):
    """Where an application stands; all but the last three still want seats, or have them."""

    HELD = "held", "所属長の確認待ち"
    PENDING = "pending", "決定待ち"
    CONFIRMED = "confirmed", "席あり"
    PARTLY = "partly", "一部の席あり"
    OFFERED = "offered", "席を案内中"
    WAITING = "waiting", "空き待ち"
    DECLINED = "declined", "お断り"
    LAPSED = "lapsed", "返事なし"
    CANCELLED = "cancelled", "取消"


class OfferAnswer(TextChoices):
    """What became of an offered seat; empty while the answer is open."""

    OPEN = "", "返事を待っています"
    ACCEPTED = "accepted", "受けた"
    DECLINED = "declined", "断った"
    EXPIRED = "expired", "期限が過ぎた"
    WITHDRAWN = "withdrawn", "取り消された"


class CorrectionKind(TextChoices):
    """What staff may change only with a reason, because it orders the line."""

    LINE = "line", "列の順番"
    RECEIPT = "receipt", "受け取った日時"


class KeptFor(TextChoices):
    """For whom some seats are kept for a while."""

    PAPER = "paper", "紙枠（FAX・電話・郵送の人）"
    NETWORK = "network", "会員枠（名簿にある関係機関）"
    AREA = "area", "地域枠"


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
    APPLIED = 2, "列に並んだ"
    PASSED = 3, "あとの組が先に座った"
    SEATED = 4, "席を取った"
    RELEASED = 5, "席を返した"
    WITHDRAWN = 6, "列から抜けた"
    OFFERED = 7, "席を案内した"
    ACCEPTED = 8, "案内を受けた"
    MOVED = 9, "列の順番を変えた"
    DECLINED = 10, "選ばれなかった"
    REVIVED = 11, "列にもどした"
    RECEIVED = 12, "受け付けた（決定待ち）"
    CHANGED_WAY = 13, "席を別の方法に移した"


# Facts after which somebody sits on a seat, or has left it.
SEAT_FACTS = {
    EntryKind.SEATED: 1,
    EntryKind.OFFERED: 1,
    EntryKind.CHANGED_WAY: 1,
    EntryKind.RELEASED: -1,
}
ENDED_STATES = frozenset({ApplicationState.DECLINED, ApplicationState.LAPSED, ApplicationState.CANCELLED})
ACTIVE_STATES = frozenset(ApplicationState) - ENDED_STATES
# Some of its people have a seat.
SEATED_STATES = frozenset({ApplicationState.CONFIRMED, ApplicationState.PARTLY})
# Some of its people may stand in the line.
LINE_STATES = frozenset({ApplicationState.WAITING, ApplicationState.PARTLY, ApplicationState.OFFERED})


class RosterKind(TextChoices):
    PAPER_BY_NUMBER = "pdf_by_number", "紙（PDF）番号の順"
    PAPER_BY_AGENCY = "pdf_by_agency", "紙（PDF）事業所ごと"
    WORKBOOK = "xlsx", "Excel（xlsx）"
    CSV_UTF8 = "csv_utf8", "CSV（UTF-8）"
    CSV_CP932 = "csv_cp932", "CSV（シフトJIS。古いソフト用）"


class RosterReader(TextChoices):
    """Who gets to see a roster."""

    STAFF = "staff", "職員用（席のある人みんな）"
    PARTICIPANTS = "participants", "参加者に渡す用（のせてよいと答えた人だけ）"


class ExportReason(TextChoices):
    """Why personal data leaves the portal; the audit keeps this word and no other."""

    ON_THE_DAY = "on_the_day", "当日の受付に使う"
    NAME_CARDS = "name_cards", "名札・席・グループ分けの表を作る"
    CERTIFICATES = "certificates", "修了証を作る"
    REPORT = "report", "報告・集計に使う"
    LECTURER = "lecturer", "講師・共催者に渡す"


# Who runs events and types in what came by FAX, phone or post.
EVENT_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
