"""How much a file may ask of us, and what to tell whoever brought one that asks more. Numbers alone."""

MIB = 1024 * 1024
MOST_BYTES = 20 * MIB
MOST_BYTES_OF_A_CASE = 200 * MIB
MOST_PAGES = 100
MOST_PIXELS = 40_000_000  # A4 at 600 dpi has 35 million
# What one stream of a PDF, and all of them, may grow to: a page at 600 dpi in colour has 105 MB.
MOST_UNPACKED_OF_ONE = 120 * MIB
MOST_UNPACKED = 1024 * MIB
MOST_OBJECTS = 100_000
DEEPEST = 60  # within each other
# Of the program that reads it.
MEMORY = 512 * MIB
SECONDS = 30

BROKEN = "ファイルがこわれているか、途中で切れています。もう一度作るか、スキャンしなおしてください。"
LOCKED = "パスワードや制限のかかったPDFは置けません。はずしてから、または紙をスキャンして置いてください。"
TOO_MANY_PAGES = f"{MOST_PAGES}ページを超えています。分けて置いてください。"
TOO_MANY_PIXELS = "画像が大きすぎます。A4、600dpiまでにして、置いてください。"
TOO_MUCH = "このファイルは、開くと大きくなりすぎます。印刷からPDFに作りなおすか、スキャンして置いてください。"
UNFINISHED_FORM = "書きこみ式のPDFは、このままでは置けません。「印刷」からPDFに作りなおして置いてください。"


class Broken(Exception):
    """The file is not taken; the message is the sentence for whoever brought it."""
