from foundation.retention import Retention

from .services import ZERO_RESULTS_KEPT_FOR


def kept_words() -> list[Retention]:
    """Return how long what people looked for in vain is kept."""
    return [
        Retention(
            records="見つからなかったことばと回数",
            kept=ZERO_RESULTS_KEPT_FOR,
            counted_from="さがした日",
            ground="さがしやすくするため。だれがさがしたかは記録しない",
        )
    ]
