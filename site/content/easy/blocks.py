"""What easy pages are made of: one sentence a line, one picture for one idea, no formatting at all."""

from typing import Any

from wagtail import blocks

WRITING, PICTURES, GUIDANCE = "文章", "絵と文", "案内"
ONE_LINE_EACH = "1行に、1つの文を書いてください。1つの文は30文字までです。"
# The drawings of the look that say something by themselves, in the words of the editor.
DRAWINGS = [
    ("phone", "電話"),
    ("letter", "手紙"),
    ("talk", "話す 2人"),
    ("table", "机で話す 2人"),
    ("ask", "聞きたいこと"),
    ("family", "家族"),
    ("elder", "お年より"),
    ("house", "家"),
    ("path", "家への道"),
    ("clinic", "病院"),
    ("office", "役所"),
    ("car", "むかえの車"),
    ("work", "仕事の場所"),
    ("purse", "お金"),
    ("papers", "書類"),
    ("calendar", "予定"),
    ("lock", "ひみつ"),
    ("tree", "木"),
]


def sentences_block(label: str = "文", **options: Any) -> blocks.TextBlock:
    """Return a box for sentences, one a line."""
    return blocks.TextBlock(label=label, rows=3, help_text=ONE_LINE_EACH, **options)


class PictureBlock(blocks.StructBlock):
    """A picture and what it means."""

    drawing = blocks.ChoiceBlock(label="絵", choices=DRAWINGS, search_index=False)
    text = sentences_block(max_length=200)


class CardsBlock(blocks.ListBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(PictureBlock(label="カード"), min_num=1, max_num=8, **options)

    class Meta:
        label, icon, group = "絵のカード", "image", PICTURES
        template = "easy/blocks/cards.html"


class EasyStepsBlock(blocks.ListBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(PictureBlock(label="順番"), min_num=2, max_num=8, **options)

    class Meta:
        label, icon, group = "順番", "list-ol", PICTURES
        template = "easy/blocks/steps.html"


class EasyQuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="しつもん", max_length=60)
    answer = sentences_block("こたえ", max_length=300)


class EasyQuestionsBlock(blocks.ListBlock):
    """Questions with their answers open: what is folded away is not found by everybody."""

    def __init__(self, **options: Any) -> None:
        super().__init__(EasyQuestionBlock(label="しつもんと こたえ"), min_num=1, **options)

    class Meta:
        label, icon, group = "しつもんと こたえ", "help", WRITING
        template = "easy/blocks/questions.html"


class PromisesBlock(blocks.ListBlock):
    def __init__(self, **options: Any) -> None:
        super().__init__(blocks.CharBlock(label="やくそく", max_length=60), min_num=1, max_num=6, **options)

    class Meta:
        label, icon, group = "やくそく", "tick", GUIDANCE
        template = "easy/blocks/promises.html"


class EasyPhoneBlock(blocks.StructBlock):
    call = blocks.CharBlock(label="見出し", max_length=40, default="電話してください")

    class Meta:
        label, icon, group = "でんわ", "phone", GUIDANCE
        template = "easy/blocks/phone.html"
        help_text = "センターの電話番号と、電話できる時間を示します。どちらも「センターの情報」から出ます。"


class EasyBodyBlock(blocks.StreamBlock):
    """What the body of an easy page may hold."""

    heading = blocks.CharBlock(
        label="見出し", max_length=40, icon="title", group=WRITING, template="easy/blocks/heading.html"
    )
    sentences = sentences_block(
        max_length=600, icon="pilcrow", group=WRITING, template="easy/blocks/sentences.html"
    )
    questions = EasyQuestionsBlock()
    cards = CardsBlock()
    steps = EasyStepsBlock()
    promises = PromisesBlock()
    phone = EasyPhoneBlock()
