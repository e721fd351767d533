from django.db.models import IntegerChoices, TextChoices

from accounts.enums import PublicRole

# Who writes check lists, the start-up guide and first steps, and looks at them again.
KEEPERS = frozenset({PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER})
# Who works on the gaps of every municipality.
GAP_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


class Stage(TextChoices):
    """When a step of the way out is taken, seen from the day of release."""

    IN_CUSTODY = "in_custody", "入所中（出所の前）"
    RELEASE_DAY = "release_day", "出所の日"
    FIRST_WEEK = "first_week", "出所から1週間"
    FIRST_MONTH = "first_month", "出所から1か月"
    LATER = "later", "そのあと"


class PersonType(TextChoices):
    """For whom a step is; a step that names nobody is for everybody."""

    ELDERLY = "elderly", "高齢の方"
    INTELLECTUAL = "intellectual", "知的障害のある方"
    MENTAL = "mental", "精神障害のある方"
    PHYSICAL = "physical", "身体障害のある方"


class Way(TextChoices):
    """To which way a step belongs: two ways find the money, two a contract."""

    EVERY = "every", "どの進め方でも"
    SUPPLEMENT = "supplement", "補正予算を組む"
    TRANSFER = "transfer", "ほかの財源から流用する"
    AMEND = "amend", "いまの委託契約を変える"
    TENDER = "tender", "新しく契約する（入札など）"


# A municipality takes one way of each of these.
CHOICES_OF_WAYS = (
    ("お金を用意する", (Way.SUPPLEMENT, Way.TRANSFER)),
    ("契約する", (Way.AMEND, Way.TENDER)),
)


class Month(IntegerChoices):
    """The months of a fiscal year, in its order."""

    APRIL = 4, "4月"
    MAY = 5, "5月"
    JUNE = 6, "6月"
    JULY = 7, "7月"
    AUGUST = 8, "8月"
    SEPTEMBER = 9, "9月"
    OCTOBER = 10, "10月"
    NOVEMBER = 11, "11月"
    DECEMBER = 12, "12月"
    JANUARY = 1, "1月"
    FEBRUARY = 2, "2月"
    MARCH = 3, "3月"


class TickState(TextChoices):
    """What a municipality says of a step on its own copy."""

    DONE = "done", "すみました"
    NOT_OURS = "not_ours", "うちでは要りません"


class GapState(TextChoices):
    """open → agreed → done."""

    OPEN = "open", "話し合い中"
    AGREED = "agreed", "進めることに合意"
    DONE = "done", "できました"


class GapMove(TextChoices):
    """What somebody does with a gap, in the words of the button."""

    AGREE = "agree", "合意した"
    FINISH = "finish", "できた"
    BACK = "back", "合意を取り消す"
    REOPEN = "reopen", "「できました」を取り消す"


class PlanPhase(TextChoices):
    """Where a plan stands on a day: derived from its dates, never stored."""

    COMING = "coming", "これから"
    RUNNING = "running", "いまの計画"
    OVER = "over", "期間が終わりました"
