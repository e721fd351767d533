from django.db.models import TextChoices


class ApplicationState(TextChoices):
    """Where an application for an account stands."""

    APPLIED = "applied", "電話で確かめる前"
    CHECKED = "checked", "電話で確かめました"
    APPROVED = "approved", "招待しました"
    REFUSED = "refused", "お断りしました"


class Terms(TextChoices):
    """What whoever applies agrees to; the same words stand on the page."""

    SHARED_BY_NOBODY = "own", "ログインは自分だけが使い、ほかの人に貸しません。"
    NO_PERSONS = "no_persons", "支援している人の名前や、その人のことは書きません。"
    SECRECY = "secrecy", "仕事で知った人のことを、必要な範囲をこえて、ほかに伝えません。"
    FAIRNESS = "fairness", "だれに対しても公正で、どこにもかたよりません。"
    LEAVING = "leaving", "異動や退職のときは、管理者かセンターに知らせます。"


class TurnAnswer(TextChoices):
    """What an agency says when it is asked whether its contact person changes with the fiscal year."""

    SAME = "same", "変わりません"
    CHANGED = "changed", "変わります"
    LATER = "later", "あとで答えます"


class TurnWay(TextChoices):
    """How the question reaches an agency."""

    MAIL = "mail", "メール"
    PAPER = "paper", "FAXか郵便"


FINAL = frozenset({TurnAnswer.SAME, TurnAnswer.CHANGED})
OPEN = frozenset({ApplicationState.APPLIED, ApplicationState.CHECKED})
