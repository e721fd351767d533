"""States and kinds of communities, who stands how in them, and what may be done there."""

from django.db.models import TextChoices

from accounts.enums import PublicRole


class CommunityKind(TextChoices):
    """What a community is by its constitution; committees live by appointments, all else by memberships."""

    COMMUNITY = "community", "任意の会"
    ASSOCIATION = "association", "任意団体（規則と総会がある会）"
    REVIEW_COMMITTEE = "review", "検討委員会"
    STEERING_COMMITTEE = "steering", "運営推進委員会・連絡協議会"


COMMITTEES = frozenset({CommunityKind.REVIEW_COMMITTEE, CommunityKind.STEERING_COMMITTEE})
OPEN_KINDS = frozenset(CommunityKind) - COMMITTEES
ASSOCIATIONS = frozenset({CommunityKind.ASSOCIATION})
STEERING = frozenset({CommunityKind.STEERING_COMMITTEE})
# A review committee speaks of cases, of which nothing is uploaded here.
WITH_A_SHELF = frozenset(CommunityKind) - {CommunityKind.REVIEW_COMMITTEE}


class CommunityState(TextChoices):
    PREPARING = "preparing", "準備中"
    ACTIVE = "active", "活動中"
    RESTING = "resting", "お休み中"
    CLOSED = "closed", "終わりました"


class Joining(TextChoices):
    """How an agency becomes a member."""

    OPEN = "open", "関係機関なら、すぐに入れる"
    REQUEST = "request", "申し込みを確かめてから"
    INVITED = "invited", "招待のリンクか、紙で"


class JoinWay(TextChoices):
    """How an agency became a member."""

    SELF = "self", "画面から"
    LINK = "link", "招待のリンクから"
    REQUEST = "request", "申し込みから"
    PAPER = "paper", "紙・電話で"


class Place(TextChoices):
    """As what somebody stands for their agency; of the first two there is one at a time."""

    DELEGATE = "delegate", "代表"
    DEPUTY = "deputy", "代理"
    COLLEAGUE = "colleague", "会員機関の職員"


class RequestAnswer(TextChoices):
    """What became of a request to join; empty while nobody has answered."""

    OPEN = "", "返事を待っています"
    ACCEPTED = "accepted", "入会しました"
    REFUSED = "refused", "お断りしました"
    WITHDRAWN = "withdrawn", "取り下げました"


class SessionFormat(TextChoices):
    START_MEETING = "start_meeting", "スタートミーティング"
    LECTURE = "lecture", "講演会"
    TALK_CIRCLE = "talk_circle", "談話会"
    CASE_STUDY = "case_study", "事例検討"
    STUDY = "study", "研修会"
    GENERAL_MEETING = "general_meeting", "総会"
    COMMITTEE_MEETING = "committee_meeting", "委員会"
    REVIEW = "review", "ふりかえり"
    OTHER = "other", "そのほか"


class PlanState(TextChoices):
    """How far a year's plan has come; whether it runs follows from the day."""

    DRAFT = "draft", "案"
    APPROVED = "approved", "承認ずみ"
    CLOSED = "closed", "まとめました"


class RowState(TextChoices):
    """How far one line of a plan has come: derived from its session, never stored."""

    PLANNED = "planned", "予定"
    ANNOUNCED = "announced", "次の会"
    HELD = "held", "開催"
    CANCELLED = "cancelled", "中止"


class ShelfReader(TextChoices):
    """Who may open what lies on the shelf."""

    MEMBERS = "members", "会員"
    ATTENDEES = "attendees", "その回に出席した機関"


class HandoverItem(TextChoices):
    """What whoever runs a community hands over to the next; ticked one by one."""

    PACK = "pack", "一式のファイルを渡した"
    PLAN = "plan", "規則と計画を、いっしょに読んだ"
    ROSTER = "roster", "名簿を、いっしょに確かめた"
    COMING = "coming", "次の会の会場、話す人、申し込みを引き継いだ"
    CONTACTS = "contacts", "会場、話す人、関係機関の連絡先を渡した"
    PAPERS = "papers", "紙の書類（委任状、控えなど）を渡した"
    REQUESTS = "requests", "入会の申し込みと掲示板を見る人を決めた"
    PEOPLE = "people", "ポータルの事務局・世話人を、新しい人に変えた"


class Capacity(TextChoices):
    """As what somebody stands in a community on a day: derived from dated rows, never stored."""

    STRANGER = "stranger", "だれでも"
    PARTNER = "partner", "ほかの関係機関の職員"
    GUEST = "guest", "招かれた機関の職員"
    MEMBER = "member", "会員機関の職員"
    DELEGATE = "delegate", "会員機関の代表・代理"
    AGENCY_ADMIN = "agency_admin", "会員機関の管理者"
    FACILITATOR = "facilitator", "世話人"
    SECRETARY = "secretary", "事務局"
    APPOINTED = "appointed", "委員"
    CHAIR = "chair", "委員長"
    OBSERVER = "observer", "オブザーバー"
    STAFF = "staff", "センターの職員"
    MANAGER = "manager", "センター長"


class Action(TextChoices):
    """What may be done in a community. `rules.ALLOWED` says who may."""

    READ_PAGE = "read_page", "紹介のページを読む"
    ASK_TO_JOIN = "ask_to_join", "入会を申し込む"
    READ_HOME = "read_home", "会のページを読む"
    READ_ROSTER = "read_roster", "名簿を見る"
    READ_SESSION = "read_session", "会の案内を読む"
    ANSWER_SESSION = "answer_session", "出席を知らせる"
    READ_SHELF = "read_shelf", "資料を開く"
    NAME_PEOPLE = "name_people", "自分の機関の会員を決める"
    LEAVE = "leave", "会をやめる"
    READ_BOARD = "read_board", "掲示板を読む"
    POST = "post", "掲示板に書く"
    MODERATE = "moderate", "掲示板を世話する"
    WRITE_PLAN = "write_plan", "計画を書く"
    APPROVE_PLAN = "approve_plan", "計画を承認する"
    HOLD_SESSION = "hold_session", "会を開く"
    FILL_SHELF = "fill_shelf", "資料を置く"
    ADMIT = "admit", "入会を受け付ける"
    INVITE_GUEST = "invite_guest", "機関を招く"
    NAME_FACILITATOR = "name_facilitator", "世話人を決める"
    CHANGE = "change", "会の紹介を直す"
    MOVE = "move", "活動を始める、休む、終える"
    READ_MEETING = "read_meeting", "次第と議事要旨を読む"
    ANSWER_POLL = "answer_poll", "都合のよい日を答える"
    COMMENT_MINUTES = "comment_minutes", "議事要旨に意見を書く"
    PREPARE_MEETING = "prepare_meeting", "会議の準備と記録をする"
    CONFIRM_MINUTES = "confirm_minutes", "議事要旨を確定する"
    VOTE = "vote", "議決に加わる"
    GIVE_PROXY = "give_proxy", "委任状を出す"
    HOLD_ASSEMBLY = "hold_assembly", "総会の議決を記録する"
    ADOPT_RULES = "adopt_rules", "規則を改める"
    NAME_SECRETARY = "name_secretary", "事務局を決める"
    NAME_OFFICE_PEOPLE = "name_office_people", "事務局の人を決める"
    HAND_OVER = "hand_over", "引き継ぎの一式を受け取る"
    APPOINT = "appoint", "委員を委嘱する"
    KEEP_APPOINTMENTS = "keep_appointments", "推薦・委嘱・謝金の書類を扱う"
    READ_OPINIONS = "read_opinions", "意見と返事を読む"
    WRITE_OPINION = "write_opinion", "意見を書く"
    REPLY_TO_OPINION = "reply_to_opinion", "意見に返事をする"
    READ_CASE_SHEET = "read_case_sheet", "事例シートを読む"
    WRITE_CASE_SHEET = "write_case_sheet", "事例シートを書き、確かめる"


# Who makes communities and keeps them from the desk.
GROUP_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
