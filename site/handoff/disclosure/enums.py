from django.db.models import IntegerChoices, TextChoices


class Part(TextChoices):
    """What a package is made of; consent, safeguards and profiles speak of the same groups of data."""

    OUTLINE = "outline", "必要な支援のあらまし（年代、地域、日にち）"
    NEED = "need", "希望する暮らし、必要な支援"
    HEALTH = "health", "体のこと、薬、通院"
    BEHAVIOUR = "behaviour", "落ち着かないとき、助けになったこと"
    IDENTITY = "identity", "名前と連絡先"
    FACE_SHEET = "face_sheet", "フェイスシート"
    OFFENCE = "offence", "事件のあらまし"
    PLAN = "plan", "福祉サービス等調整計画"
    RISK = "risk", "見守りで気をつけること"


class Step(IntegerChoices):
    """How far the two sides have come, in the order in which parts open."""

    SENT = 1, "依頼が届いたとき"
    REVIEWING = 2, "検討を始めたとき"
    MEETING = 3, "面談・見学のとき"
    ACCEPTED = 4, "受け入れると決めたとき"
    OVERLAP = 5, "併走が始まったとき"


class SafeguardKind(TextChoices):
    """What binds the receiver to keep what it reads (指針: 個人情報の保護に関する取り決め)."""

    AGREEMENT = "agreement", "取り決め"
    PLEDGE = "pledge", "この件限りの誓約書"
    STATUTORY_SECRECY = "statutory_secrecy", "法律による守秘義務"
    SUPPORT_MEETING = "support_meeting", "支援会議"


class BasisKind(TextChoices):
    """Why something may be told at all; without consent the manager approves and writes why."""

    CONSENT = "consent", "本人の同意"
    SUPPORT_MEETING = "support_meeting", "支援会議（社会福祉法106条の6）"
    LAW = "law", "法令"
    PROTECTION_OF_LIFE = "protection_of_life", "人の生命・身体・財産の保護"


class BasisState(TextChoices):
    """The states of a consent as FHIR names them; other bases pass through the same."""

    DRAFT = "draft", "下書き"
    ACTIVE = "active", "有効"
    WITHDRAWN = "withdrawn", "撤回"
    REPLACED = "replaced", "新しいものに替えた"
    REFUSED = "refused", "同意しない"
    MISTAKE = "mistake", "まちがい"


class ReceiverCategory(TextChoices):
    """What kind of body receives; its profile and the safeguards it may have hang on it."""

    MUNICIPALITY = "municipality", "市町村・基幹相談支援センター"
    PROVIDER = "provider", "事業所・施設・病院"
    CENTRE = "centre", "ほかの定着支援センター"
    OUR_CENTRE = "our_centre", "わたしたちのセンター"
