"""From the words of a mail to the words of a FAX or a call: no address of a page, nothing to be pressed."""

import re

# The last address in a mail is that of the reader's own page; the line above it says so.
_OWN_PAGE = re.compile(r"\n\n[^\n]*\nhttps?://(?!.*\nhttps?://)", re.DOTALL)
SAID_ON_PAPER = (
    ("までに、下のページで返事をしてください。", "までに、FAXか電話で返事をしてください。"),
    ("知らせてください。下のページから書けます。", "受付番号をそえて、FAXか電話で知らせてください。"),
    ("オンラインの入口は、当日に、下のページに出ます。", "オンラインの入口は、お電話でおたずねください。"),
    ("入口は、当日に下のページに出ます。", "入口は、お電話でおたずねください。"),
    (
        "ご都合が合わないときは、下のページかお電話で、取り消してください。",
        "ご都合が合わないときは、受付番号をそえて、FAXか電話で知らせてください。",
    ),
    (
        "下のページの「答える」から、研修・行事が始まるまでにお答えください。",
        "研修・行事が始まるまでに、お電話ください。お答えをうかがいます。",
    ),
    ("ページを開けないときは、お電話かFAXでお知らせください。", ""),
    (
        "下のページで「この日でお願いする」か「別の日を希望する」を選んでください。",
        "この日でよいか、別の日を希望するかを、FAXか電話で知らせてください。",
    ),
)


def on_paper(text: str) -> str:
    """Return what a letter says, without greeting, own page and signature, in words that hold on paper."""
    words = _OWN_PAGE.split(text.partition("\n\n")[2])[0]
    for in_mail, told in SAID_ON_PAPER:
        words = words.replace(in_mail, told)
    return words.strip()
