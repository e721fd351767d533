from django.db.models import TextChoices


class NewsCategory(TextChoices):
    TRAINING = "training", "研修"
    REPORT = "report", "報告"
    POLICY = "policy", "制度"
    CLOSED = "closed", "お休み"


class ConsentToNews(TextChoices):
    """Whether somebody's words or picture stand in a piece of news, and whether they agreed."""

    NOBODY = "nobody", "人のことばも、顔の写った写真もない"
    AGREED = "agreed", "ある。本人と所属の了解を得た"


class LibraryKind(TextChoices):
    PAMPHLET = "pamphlet", "パンフレット・チラシ"
    REPORT = "report", "事業報告書"
    GUIDE = "guide", "手引き・説明資料"
    FORM = "form", "様式"


class LanguageLevel(TextChoices):
    NORMAL = "normal", "ふつうのことば"
    EASY = "easy", "わかりやすいことば"
    OTHER = "other", "日本語以外のことば"


class OperatorKind(TextChoices):
    """Who runs a centre; the kinds of the national council's own list (seed 001)."""

    WELFARE = "welfare", "社会福祉法人"
    SOCIAL_WORKERS = "social_workers", "社会福祉士会"
    COUNCIL = "council", "社会福祉協議会"
    WELFARE_CORPORATION = "welfare_corporation", "社会福祉事業団"
    SAISEIKAI = "saiseikai", "済生会"
    ASSOCIATION = "association", "一般社団法人"
    NPO = "npo", "NPO法人"
    OTHER = "other", "そのほか"


class FlowBody(TextChoices):
    """Who takes part in a stage of support; the rows of the drawing, in this order."""

    PERSON = "person", "ご本人"
    CENTRE = "centre", "センター"
    JUSTICE = "justice", "刑務所・保護観察所など"
    CITY = "city", "市町村"
    CARE = "care", "福祉の事業所"
    MEDICAL = "medical", "医療機関"
