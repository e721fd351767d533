from foundation.retention import Retention

from .limits import LOST_WORDS_KEPT


def kept_words() -> list[Retention]:
    """Return how long what people looked for in vain is kept."""
    return [
        Retention(
            records="見つからなかったことばと回数",
            limit=LOST_WORDS_KEPT,
            counted_from="さがした日",
            ground="さがしやすくするため。だれがさがしたかは、記録していません",
        )
    ]
