from foundation.retention import Retention

from .limits import REMOVED_AFTER, VIEWS_KEPT

GROUND = "個人情報の保護に関する法律 第22条により、いらなくなったら消します"


def retention() -> list[Retention]:
    """Return the times to keep case sheets, and who opened them."""
    return [
        Retention(
            records="事例検討の会の、名前を消した事例シートの文",
            limit=REMOVED_AFTER,
            counted_from="読める最後の日（ふだんは会の日）",
            ground=f"会が終わったら、文は要りません。{GROUND}",
        ),
        Retention(
            records="事例シートを、だれがいつ開いたか",
            limit=VIEWS_KEPT,
            counted_from="開いた日",
            ground=f"もれたおそれがあるときに、たどれるように。{GROUND}",
        ),
    ]
