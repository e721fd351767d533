class IntakeRefused(Exception):
    """Something cannot be done with a file or a recording; the message says what to do instead."""


class WrongPlace(IntakeRefused):
    """A piece does not follow what is there already; `received` bytes are."""

    def __init__(self, received: int) -> None:
        super().__init__("続きの場所が違います。")
        self.received = received


class NoRoom(IntakeRefused):
    """The disk is full: nothing was kept of what came."""

    def __init__(self) -> None:
        super().__init__(
            "サーバーの空きが足りないので、受け取れません。いらない動画を消すか、システム管理者に伝えてください。"
            "ここまでに送った分は残っています。"
        )
