"""How far an agency of a round has come, what was explained there, and what it said."""

from django.db.models import TextChoices


class Stage(TextChoices):
    """The pipeline from the first list to an agency that takes people in."""

    LISTED = "listed", "名前を挙げた"
    CONTACTED = "contacted", "連絡した"
    VISITED = "visited", "訪問した"
    CONSIDERING = "considering", "考えてくれている"
    WILLING = "willing", "受け入れの意向あり"
    REGISTERED = "registered", "登録した"
    NOT_NOW = "not_now", "いまは難しい"


# What may be written at a visit as its answer: where the agency stands from then on.
ANSWERS = (Stage.VISITED, Stage.CONSIDERING, Stage.WILLING, Stage.REGISTERED, Stage.NOT_NOW)
# Where nothing is to be done next.
ENDS = frozenset({Stage.REGISTERED, Stage.NOT_NOW})


class Explained(TextChoices):
    WORK = "work", "センターの仕事"
    HOSTING = "hosting", "受け入れの流れと支え方"
    ADDITIONS = "additions", "加算や制度"
    REGISTRATION = "registration", "自立準備ホームの登録"
    LISTENED = "listened", "話を聞いた"
    OTHER = "other", "そのほか"
