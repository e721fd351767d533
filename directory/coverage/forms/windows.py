"""How a municipality does 連携強化事業, as staff or the municipality itself write it."""

from datetime import date
from typing import Any

from django import forms

from content.desk_forms import DeskForm
from content.forms import WrittenField
from directory.coverage.enums import WindowState
from directory.forms.agencies import AgencyField
from directory.forms.known import YesNoField
from directory.models import Agency
from foundation.japanese.dates import parse_date, wareki
from foundation.ui.forms import CleanCharField, PhoneField


class OwnWindowForm(DeskForm):
    """What a municipality says of itself; it names only agencies that its people may know of."""

    state = forms.ChoiceField(
        label="状態", choices=WindowState, error_messages={"required": "状態を選んでください。"}
    )
    window_name = CleanCharField(
        label="窓口の名前",
        max_length=80,
        required=False,
        help_text="課や係、センターの名前。みなさんに見えます。",
    )
    phone = PhoneField(label="電話番号", required=False, help_text="窓口の代表の番号。みなさんに見えます。")
    contractor = AgencyField(
        label="委託先", required=False, help_text="名前か番号で書きます。直営なら、書きません。"
    )
    has_senior_specialist = YesNoField(
        label="主任相談支援専門員", yes="いる", no="いない", unknown="わからない"
    )
    started_on = WrittenField(
        label="始めた日", required=False, read=parse_date, show=wareki, help_text="例：令和7年4月1日"
    )

    def __init__(self, *args: Any, today: date, knows_all: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        agencies = Agency.objects.current(today=today)
        if not knows_all:
            agencies = agencies.filter(entries__for_partners=True)
        self.fields["contractor"].agencies = agencies  # type: ignore[attr-defined]  # -- an AgencyField

    def clean(self) -> dict[str, Any]:
        """Whoever runs it says where to phone; who has not begun has no contractor and no first day."""
        given = self.cleaned_data
        if given.get("state") == WindowState.RUNNING and not given.get("window_name"):
            self.add_error("window_name", "行っているときは、窓口の名前を書いてください。")
        if given.get("state") == WindowState.NOT_YET:
            for name in ("contractor", "started_on"):
                if given.get(name):
                    self.add_error(name, "まだ決まっていないときは、ここは書きません。")
        return given


class WindowForm(OwnWindowForm):
    """The same as staff write it, with a note that nobody else sees."""

    note = CleanCharField(label="メモ", max_length=300, required=False, help_text="職員だけが見ます。")
