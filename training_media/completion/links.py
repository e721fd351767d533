"""What other rooms and the partner's home say of certificates of recorded trainings."""

from directory.models import Agency

from .queries import waiting_for_names


def words_on_certificates(agency: Agency) -> str:
    """Return what waits for an agency: how many names it is asked about, or what is there. One query."""
    waiting = waiting_for_names(agency).filter(viewer__name_answer__isnull=True)
    count = waiting.values("viewer").distinct().order_by().count()
    if count:
        return f"名前の確かめを待っている方が、{count}人います"
    return "カードで見た方の名前を確かめる、修了証をまとめて受け取る"
