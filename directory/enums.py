from django.db.models import TextChoices

from accounts.enums import SECOND_FACTOR_ROLES, PublicRole


class Sector(TextChoices):
    """Where a person or agency works, as rosters and statistics count it."""

    DISABILITY = "disability", "障害福祉"
    ELDERLY = "elderly", "高齢福祉"
    MEDICAL = "medical", "医療"
    CONSULTATION = "consultation", "相談支援"
    SOCIAL_WELFARE_COUNCIL = "social_welfare_council", "社会福祉協議会"
    GOVERNMENT = "government", "行政"
    JUSTICE = "justice", "司法・矯正・更生保護"
    LAWYER = "lawyer", "弁護士・司法書士"
    HOUSING = "housing", "住まい"
    WORK = "work", "就労"
    UNIVERSITY = "university", "大学・職能団体"
    INFORMAL = "informal", "地域の支え手"
    OTHER = "other", "そのほか"


class MembershipRole(TextChoices):
    """What a person is at an agency, as far as the portal is concerned."""

    COLLEAGUE = "colleague", "職員"
    PARTNER = "partner", "ポータルを使う職員"
    PARTNER_ADMIN = "partner_admin", "ポータルの管理者"


class InvitationWay(TextChoices):
    """How an invitation reaches its person."""

    MAIL = "mail", "メールで送る"
    PAPER = "paper", "紙（A4）を印刷して手渡す"


class InvitationState(TextChoices):
    """What has become of an invitation."""

    SENT = "sent", "まだ使われていません"
    USED = "used", "使われました"
    EXPIRED = "expired", "期限が切れました"


class Level(TextChoices):
    """Who may read something about an agency, from everybody to the centre alone."""

    PUBLIC = "public", "だれでも"
    PARTNERS = "partners", "ログインした関係機関"
    STAFF = "staff", "センターの職員だけ"


class FieldGroup(TextChoices):
    """What is shown or kept together; the listing is the agency as a whole."""

    LISTING = "listing", "名簿にのせること"
    CONTACT = "contact", "電話・FAX・メール"
    ADDRESS = "address", "住所と地図"
    SERVICES = "services", "サービスと定員"
    PROFILE = "profile", "事業所の紹介"
    VACANCY = "vacancy", "空き"
    CONDITIONS = "conditions", "受け入れの条件"
    HOUSING = "housing", "住まいの登録のこと"
    ACCEPTANCE = "acceptance", "受け入れの意向と経験"


class HeardWay(TextChoices):
    """How staff heard what they write down for an agency."""

    PHONE = "phone", "電話で"
    FAX = "fax", "FAXで"
    POST = "post", "郵便で"
    VISIT = "visit", "会って"


class OfficialSource(TextChoices):
    """The national data sets that are taken in."""

    WAM = "wam", "障害福祉サービス等情報公表システム（WAM NET）"
    CARE = "care", "介護サービス情報公表システム"


class Target(TextChoices):
    """For whom a service is."""

    DISABILITY = "disability", "障害のある人"
    ELDERLY = "elderly", "お年寄り"
    CHILDREN = "children", "子ども"
    ANYBODY = "anybody", "だれでも"


class Answer(TextChoices):
    """What an agency says of a condition; where it says nothing, it is not known."""

    YES = "yes", "はい"
    ASK = "ask", "相談してください"
    NO = "no", "いいえ"


class AcceptanceState(TextChoices):
    """How far an agency is on the way to taking in people who leave prison or custody."""

    UNKNOWN = "unknown", "まだ聞いていない"
    INTERESTED = "interested", "関心がある"
    WILLING = "willing", "受け入れる意向がある"
    HAS_ACCEPTED = "has_accepted", "受け入れたことがある"
    PAUSED = "paused", "いまは休んでいる"


class HousingState(TextChoices):
    """How far a housing body is on the way to being registered with the probation office."""

    PROSPECT = "prospect", "候補"
    EXPLAINED = "explained", "説明した"
    APPLYING = "applying", "登録の手続き中"
    REGISTERED = "registered", "登録している"
    WITHDRAWN = "withdrawn", "登録をやめた"


class AreaScheme(TextChoices):
    """A municipality belongs to one area per scheme."""

    DISABILITY = "disability", "障害保健福祉圏域"
    ELDERLY = "elderly", "高齢者福祉圏域"
    OWN = "own", "センターの圏域"


# What an account has because of its memberships, and loses with them.
PARTNER_ROLES = frozenset({PublicRole.PARTNER, PublicRole.PARTNER_ADMIN})
# Who keeps agencies and their people.
AGENCY_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
# Who invites colleagues and closes their accounts, and what they may be.
STAFF_DESK_ROLES = frozenset({PublicRole.MANAGER, PublicRole.SYSTEM_ADMIN})
STAFF_ROLES = SECOND_FACTOR_ROLES
