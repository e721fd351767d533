from .differences import Merged


class SheetRefused(Exception):
    """A sheet refuses an act; the words are for whoever asked for it."""


class SomebodyElseWrote(Exception):
    """Two people changed the same thing in two ways: somebody has to choose. Nothing was saved."""

    def __init__(self, merged: Merged, edition: int) -> None:
        super().__init__("ほかの方が、同じところを先に変えました。どちらにするかを、えらんでください。")
        self.merged = merged
        self.edition = edition
