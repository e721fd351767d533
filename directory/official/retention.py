from foundation.retention import Retention

from .limits import FILES_KEPT


def retention() -> list[Retention]:
    """Return the time to keep uploaded files of official data."""
    return [
        Retention(
            records="取り入れた公表データのファイル",
            limit=FILES_KEPT,
            counted_from="受け取った日",
            ground="もとのファイルと見くらべるため。国が公表しているもので、いつでも、もう一度受け取れます",
        )
    ]
