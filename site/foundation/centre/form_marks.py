"""What forms are told of the centre itself, and of the day."""

from collections.abc import Callable, Iterable

from django.utils import timezone

from foundation.form_marks import Filled, Kind, Mark, Period, Value
from foundation.japanese.dates import fiscal_year_label

from .queries import Centre, current_centre

_CENTRE: tuple[tuple[str, str, Callable[[Centre], str]], ...] = (
    ("名称", "センターの名前", lambda centre: centre.name),
    ("法人", "運営する法人", lambda centre: centre.operator),
    (
        "センター長",
        "いまのセンター長の氏名（前の年度の報告でも、いまの方です）",
        lambda centre: centre.director,
    ),
    ("都道府県", "委託した都道府県", lambda centre: centre.prefecture),
    ("郵便番号", "センターの郵便番号", lambda centre: centre.postal_code),
    ("住所", "センターの住所", lambda centre: centre.address),
    ("電話", "センターの電話番号", lambda centre: centre.phone),
    ("FAX", "センターのFAX番号", lambda centre: centre.fax),
)


def centre_marks() -> Iterable[Mark]:
    """Return the marks of the centre's profile, of the day and of the fiscal year."""
    for name, words, read in _CENTRE:
        yield Mark(f"センター.{name}", words, Kind.TEXT, _of_centre(read))
    yield Mark(
        "日付.きょう", "数を入れた日", Kind.DATE, _alone(lambda period: timezone.localdate(period.now))
    )
    yield Mark(
        "日付.年度",
        "選んだ年度（令和8年度のように）",
        Kind.TEXT,
        _alone(lambda period: _year(period.fiscal_year)),
    )
    yield Mark(
        "日付.西暦年度", "選んだ年度の、西暦の数", Kind.NUMBER, _alone(lambda period: period.fiscal_year)
    )


def _of_centre(read: Callable[[Centre], str]) -> Callable[[Period], Filled]:
    def fill(_period: Period) -> Filled:
        return Filled(read(current_centre()) or None, trace=(("いまのセンターの情報", ""),))

    return fill


def _alone(read: Callable[[Period], Value]) -> Callable[[Period], Filled]:
    return lambda period: Filled(read(period))


def _year(year: int) -> str:
    return fiscal_year_label(year).partition("（")[0]
