"""The ten kinds of block that editors write pages with, in three groups, without colours and without HTML."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Rendition

from content.facts.chooser import FactChooserBlock

TEXT_FEATURES = ["bold", "ol", "ul", "link"]
PHOTO_FILTER = "max-1200x1200|format-webp"
WRITING, FIGURES, GUIDANCE = "文章", "図と表", "案内"
PANES = 6


def lights(count: int) -> list[int]:
    """Return how many panes are lit in the window of each of `count` steps, from dark to full."""
    return [round(PANES * number / max(1, count - 1)) for number in range(count)]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label="見出し", max_length=60)
    level = blocks.ChoiceBlock(
        label="大きさ",
        choices=[("h2", "大きい見出し"), ("h3", "小さい見出し")],
        default="h2",
        search_index=False,
    )

    class Meta:
        label, icon, group = "見出し", "title", WRITING
        template = "content/blocks/heading.html"


class StepBlock(blocks.StructBlock):
    name = blocks.CharBlock(label="すること", max_length=30)
    what = blocks.CharBlock(label="くわしく", max_length=120, required=False)


class StepsBlock(blocks.ListBlock):
    """Ordered steps; the window of each step is lit a little more than the one before."""

    def __init__(self, **options: Any) -> None:
        super().__init__(StepBlock(label="段階"), min_num=2, max_num=9, **options)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give each step its light, from dark to full."""
        context = super().get_context(value, parent_context)
        context["steps"] = list(zip(lights(len(value)), value, strict=True))
        return context

    class Meta:
        label, icon, group = "手順", "list-ol", WRITING
        template = "content/blocks/steps.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="質問", max_length=100)
    answer = blocks.RichTextBlock(label="答え", features=TEXT_FEATURES)


class FactBlock(blocks.StructBlock):
    """One row: a name beside a text, or beside a dated figure that stays true by itself."""

    name = blocks.CharBlock(label="項目", max_length=30)
    value = blocks.TextBlock(label="内容", max_length=300, rows=2, required=False)
    fact = FactChooserBlock(
        label="内容の代わりに出す数字",
        required=False,
        help_text="「日付のある数字」からえらぶと、値・単位・出典が出ます。値が変わると、ページも変わります。",
    )

    def clean(self, value: Any) -> Any:
        """Return the cleaned row. Raises when it says nothing or two things."""
        cleaned = super().clean(value)
        if bool(cleaned.get("value")) == bool(cleaned.get("fact")):
            error = ValidationError("「内容」を書くか「数字」をえらぶか、どちらか一つにしてください。")
            raise blocks.StructBlockValidationError(block_errors={"value": error})
        return cleaned


class FactTableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label="表の題", max_length=60, required=False)
    rows = blocks.ListBlock(FactBlock(label="行"), label="行", min_num=1)

    class Meta:
        label, icon, group = "項目の表", "table", FIGURES
        template = "content/blocks/facts.html"


class PhotoChooserBlock(ImageChooserBlock):
    """Images whose shown size is read together with them, in one query however many stand on the page."""

    def bulk_to_python(self, values: list[int]) -> list[Any]:
        """Return the images in the order of their numbers, None for those that are gone."""
        images = self.model_class.objects.prefetch_renditions(PHOTO_FILTER).in_bulk(values)
        return [images.get(number) for number in values]


def sized(image: AbstractImage) -> AbstractRendition:
    """Return a picture in the size of pages; Wagtail's own tag would write it to the cache every time."""
    try:
        return image.find_existing_rendition(Filter(spec=PHOTO_FILTER))
    except Rendition.DoesNotExist:
        return image.get_rendition(PHOTO_FILTER)


class ImageBlock(blocks.StructBlock):
    image = PhotoChooserBlock(label="画像")
    alt = blocks.CharBlock(
        label="画像の説明",
        max_length=150,
        help_text="画像が見えない方に読み上げられます。何が写っているか、何を伝えたいかを書いてください。",
    )
    caption = blocks.CharBlock(label="画像の下に書くことば", max_length=100, required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the picture in the size of pages, made when it is asked for the first time."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["photo"] = sized(value["image"]) if value["image"] else None
        return context

    class Meta:
        label, icon, group = "画像", "image", FIGURES
        template = "content/blocks/image.html"


class NoticeBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label="種類",
        choices=[("info", "お知らせ"), ("warn", "気をつけること")],
        default="info",
        search_index=False,
    )
    title = blocks.CharBlock(label="題", max_length=60)
    text = blocks.RichTextBlock(label="内容", features=TEXT_FEATURES, required=False)

    class Meta:
        label, icon, group = "囲み", "info-circle", GUIDANCE
        template = "content/blocks/notice.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="ファイル")
    title = blocks.CharBlock(
        label="題", max_length=80, help_text="何のファイルかが、題だけでわかるように書いてください。"
    )
    pages = blocks.IntegerBlock(
        label="ページ数",
        min_value=1,
        required=False,
        help_text="紙に出すと何枚になるかの目安として示します。",
    )

    class Meta:
        label, icon, group = "ファイル", "doc-full", GUIDANCE
        template = "content/blocks/document.html"


class PhoneBlock(blocks.StructBlock):
    call = blocks.CharBlock(label="呼びかけ", max_length=40, default="まず、電話で話してみませんか")

    class Meta:
        label, icon, group = "電話の案内", "phone", GUIDANCE
        template = "content/blocks/phone.html"
        help_text = "センターの電話番号と、いま開いているかどうかを示します。"


class LinkBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label="リンクのことば",
        max_length=60,
        help_text="行き先がわかることばにしてください。「こちら」だけでは伝わりません。",
    )
    page = blocks.PageChooserBlock(label="このサイトのページ", required=False)
    address = blocks.CharBlock(
        label="ページ以外の行き先",
        required=False,
        max_length=500,
        validators=[
            RegexValidator(
                r"\A(/(?!/)|https?://|#)\S*\Z", "「/events/」か「https://」で始まる形で書いてください。"
            )
        ],
        search_index=False,
    )

    def clean(self, value: Any) -> Any:
        """Return the cleaned link. Raises when it leads nowhere or to two places."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("address")):
            error = ValidationError(
                "「このサイトのページ」か「ページ以外の行き先」の、どちらか一つを入れてください。"
            )
            raise blocks.StructBlockValidationError(block_errors={"address": error})
        return cleaned

    class Meta:
        label, icon = "リンク", "link"


class LinkListBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="題", max_length=60, required=False)
    links = blocks.ListBlock(LinkBlock(), label="リンク", min_num=1)

    class Meta:
        label, icon, group = "リンクの一覧", "list-ul", GUIDANCE
        template = "content/blocks/links.html"


class LaneBlock(blocks.StructBlock):
    """One entrance of the home page: who it is for and where to go from here."""

    kind = blocks.ChoiceBlock(
        label="だれの入口",
        choices=[("people", "ご本人・ご家族"), ("agency", "関係機関"), ("public", "一般の方")],
        search_index=False,
    )
    title = blocks.CharBlock(label="題", max_length=20)
    say = blocks.CharBlock(label="どんな方へ", max_length=60)
    links = blocks.ListBlock(LinkBlock(), label="リンク", min_num=1, max_num=5)

    class Meta:
        label, icon = "入口", "user"
        template = "content/blocks/lane.html"


class BodyBlock(blocks.StreamBlock):
    """What the body of a page may hold."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(
        label="文章",
        icon="pilcrow",
        group=WRITING,
        features=TEXT_FEATURES,
        template="content/blocks/text.html",
    )
    steps = StepsBlock()
    questions = blocks.ListBlock(
        QuestionBlock(label="質問と答え"),
        label="よくある質問",
        icon="help",
        group=WRITING,
        template="content/blocks/questions.html",
    )
    facts = FactTableBlock()
    image = ImageBlock()
    notice = NoticeBlock()
    document = DocumentBlock()
    phone = PhoneBlock()
    links = LinkListBlock()
