from foundation.retention import Retention

from .limits import NAME_KEPT

GROUND = "個人情報の保護に関する法律 第22条により、いらなくなったら消します"


def retention() -> list[Retention]:
    """Return how long the name of whoever agreed to a sheet is kept."""
    return [
        Retention(
            records="役割分担表の前の版に合意した人のお名前",
            limit=NAME_KEPT,
            counted_from="次の版に替わった日",
            ground=f"だれと決めたかを、担当が替わるまではたどれるように。{GROUND}",
        )
    ]
