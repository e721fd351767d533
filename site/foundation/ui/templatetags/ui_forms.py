"""Forms in the GOV.UK manner: label, hint, error and input wired together, and one summary of all errors."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.template import TemplateSyntaxError
from django.utils.safestring import SafeString

register = template.Library()

WIDTHS = (0, 5, 10, 20, 30)
COLUMNS = (1, 2, 3)
DATE_PART_WIDTH = 5

type FormSet = BaseFormSet[Any]


@dataclass(frozen=True)
class Mistake:
    """One line of the error summary; `target` is the id of the input, empty when no single input is meant."""

    words: str
    target: str = ""


def shape_of(widget: forms.Widget) -> str:
    """Return how a field is laid out: one line, one tick, choices, or several parts."""
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.RadioSelect):  # Django derives the group of checkboxes from it
        return "choices"
    return "parts" if isinstance(widget, forms.MultiWidget) else "line"


def first_input_id(bound_field: BoundField) -> str:
    """Return the id that a link to this field must lead to: of several inputs, the first."""
    several = shape_of(bound_field.field.widget) in ("choices", "parts")
    return f"{bound_field.auto_id}_0" if several else bound_field.id_for_label


def mistakes_of(form: forms.BaseForm) -> list[Mistake]:
    """Return the form's errors in the order of its fields, what concerns the whole form first."""
    row = getattr(form, "row_name", "")
    start = f"{row}　" if row else ""
    found = [Mistake(f"{start}{message}") for message in form.non_field_errors()]
    for bound_field in form.visible_fields():
        target = first_input_id(bound_field)
        label = str(bound_field.label)
        for message in bound_field.errors:
            # 「電話番号を書いてください。」 says already which box it means.
            named = message if str(message).startswith(label) else f"{label.removesuffix('。')}：{message}"
            found.append(Mistake(f"{start}{named}", target))
    return found


def mistakes_of_rows(formset: FormSet) -> list[Mistake]:
    found = [Mistake(str(message)) for message in formset.non_form_errors()]
    for form in formset.forms:
        if not form.cleaned_data.get(DELETION_FIELD_NAME):
            found += mistakes_of(form)
    return found


@register.inclusion_tag("ui/components/error-summary.html")
def error_summary(*, form: forms.BaseForm | None = None, formsets: Iterable[FormSet] = ()) -> dict[str, Any]:
    """List what has to be mended, each line a link to its input with the same words.

    It takes the focus when the page opens and is not there when all is well. A form of a formset names its
    row by the attribute `row_name`.
    """
    found = mistakes_of(form) if form is not None and form.is_bound else []
    boxes = len(form.visible_fields()) if form is not None else 0
    for formset in formsets:
        boxes += sum(len(each.visible_fields()) for each in formset.forms)
        if formset.is_bound:
            found += mistakes_of_rows(formset)
    return {"mistakes": found, "keeps_more": boxes > 1}


def drawn(bound_field: BoundField, shape: str, width: int) -> SafeString | str:
    if shape == "choices":
        return ""
    if shape == "tick":
        return bound_field.as_widget()
    own = bound_field.field.widget.attrs.get("class", "")
    width = width or (DATE_PART_WIDTH if shape == "parts" else 0)
    css_class = " ".join(filter(None, (own, "input", f"w-{width}" if width else "")))
    return bound_field.as_widget(attrs={"class": css_class})


@register.inclusion_tag("ui/components/field.html")
def field(
    *, bound_field: BoundField, width: int = 0, columns: int = 1, mark: bool = True, lookup: str = ""
) -> dict[str, Any]:
    """Show a field with label, 必須 or 任意, hint, errors and input, tied together by ids.

    `width` is about the number of characters (5, 10, 20, 30; 0 is all there is), `columns` lays out choices,
    `mark=False` leaves 必須 and 任意 away, `lookup` is the word on a button named `lookup` beside the input.
    """
    if width not in WIDTHS or columns not in COLUMNS:
        raise TemplateSyntaxError(f"field: width is one of {WIDTHS}, columns one of {COLUMNS}")
    shape = shape_of(bound_field.field.widget)
    return {
        "field": bound_field,
        "shape": shape,
        "input": drawn(bound_field, shape, width),
        "choices": bound_field.subwidgets if shape == "choices" else [],
        "described_by": bound_field.aria_describedby,
        "columns": columns if columns > 1 else "",
        "mark": mark,
        "lookup": lookup,
    }
