"""What a new sheet begins with, when it begins with neither a template nor a neighbour's sheet."""

from .content import whole
from .enums import Level, Part
from .own_row import ANY_PLACE

STAGES = (
    ("s1", "相談が始まる", "出所の6か月前ごろ"),
    ("s2", "計画を作る", "5〜3か月前"),
    ("s3", "受け入れ先を決める", "3〜1か月前"),
    ("s4", "出所の日", ""),
    ("s5", "地域での暮らし", "出所のあと"),
)
BODIES = (
    ("b1", Level.NATION, "国", "保護観察所\n矯正施設"),
    ("b2", Level.PREFECTURE, "県", "地域生活定着支援センター"),
    ("b3", Level.MUNICIPALITY, ANY_PLACE, "福祉の窓口\n基幹相談支援センター"),
    ("b4", Level.PRIVATE, "事業所", "住まい・通う場\n相談支援"),
)


def first_content(town: str = "") -> dict[str, str]:
    """Return five stages and four bodies, with nothing said yet of who does what.

    The row of the municipality bears the name of `town`.
    """
    words: dict[str, str] = {}
    for place, (stage, name, when) in enumerate(STAGES, start=1):
        words |= {
            f"stage.{stage}.name": name,
            f"stage.{stage}.when": when,
            f"stage.{stage}.place": str(place),
        }
    for place, (body, level, name, offices) in enumerate(BODIES, start=1):
        words |= {
            f"body.{body}.level": str(level),
            f"body.{body}.name": (town or name) if level == Level.MUNICIPALITY else name,
            f"body.{body}.offices": offices,
            f"body.{body}.place": str(place),
        }
    words |= {f"cell.{body}.{stage}.part": str(Part.NOTHING) for body, *_ in BODIES for stage, *_ in STAGES}
    return whole(words)
