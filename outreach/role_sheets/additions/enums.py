from django.db.models import TextChoices


class Service(TextChoices):
    """A kind of welfare service whose reward an addition raises; the order is that of the page."""

    GROUP_HOME = "group_home", "グループホーム（共同生活援助）"
    LODGING_TRAINING = "lodging_training", "宿泊型自立訓練"
    FACILITY = "facility", "障害者支援施設"
    FUNCTIONAL_TRAINING = "functional_training", "自立訓練（機能訓練）"
    LIFE_TRAINING = "life_training", "自立訓練（生活訓練）"
    WORK_TRANSITION = "work_transition", "就労移行支援"
    WORK_A = "work_a", "就労継続支援A型"
    WORK_B = "work_b", "就労継続支援B型"
    PLAN = "plan", "計画相談支援"
    CHILD_PLAN = "child_plan", "障害児相談支援"


# Their work begins while the person is still inside.
BEFORE_RELEASE = frozenset({Service.PLAN, Service.CHILD_PLAN})


class Per(TextChoices):
    """What the units are counted by."""

    DAY = "day", "日"
    MONTH = "month", "月"
    TIME = "time", "回"


class Release(TextChoices):
    """From where somebody comes; an addition names those that its source names."""

    CORRECTIONAL = "correctional", "刑務所、少年刑務所、拘置所、少年院を出た（出る）方"
    MEDICAL_ACT = "medical_act", "医療観察法の通院医療を受けている方"
    SUSPENDED = "suspended", "起訴猶予、罰金や科料、刑の全部の執行猶予になった方"


class Route(TextChoices):
    """Who arranged that the service is used."""

    CENTRE = "centre", "地域生活定着支援センター"
    PROBATION = "probation", "保護観察所"
    MUNICIPALITY = "municipality", "市町村（または委託された基幹相談支援センターなど）が、定着支援センターと"
    OTHERS = "others", "そのほか（弁護士、家族など）、または、まだだれもしていない"


class AreaClass(TextChoices):
    """The class of an area, on which the price of one unit depends."""

    FIRST = "1", "1級地"
    SECOND = "2", "2級地"
    THIRD = "3", "3級地"
    FOURTH = "4", "4級地"
    FIFTH = "5", "5級地"
    SIXTH = "6", "6級地"
    SEVENTH = "7", "7級地"
    OTHER = "other", "その他の地域"


class State(TextChoices):
    """How a dated row stands on a day."""

    NOW = "now", "いま"
    FUTURE = "future", "これから"
    PAST = "past", "前の値"


class Verdict(TextChoices):
    """What the checker says of one addition."""

    MET = "met", "算定できる見込みがあります"
    ASK = "ask", "確かめてください"
    NOT = "not", "いまの答えでは、算定できません"
