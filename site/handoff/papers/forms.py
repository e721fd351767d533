"""What staff type for papers: parcels and receipts, the role table from a file, words for the person."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from foundation.centre.queries import Centre
from foundation.japanese.readings import has_kanji, ruby_parts
from foundation.japanese.readings import notation as in_notation
from foundation.ui.forms import CleanCharField, CleanTextField, KanaField, PhoneField, WarekiDateField
from handoff.days import WORK_BEGAN
from handoff.disclosure.enums import Part
from handoff.machine.enums import Side
from handoff.machine.services.running import NewItem

from .easy_rules import missing_reading, too_hard
from .enums import Travel
from .models import CONTACT_LABELS
from .role_file import LONGEST_TASK, MOST_BODIES, MOST_BYTES, MOST_STAGES, NO_FILE, RoleFile
from .services.person import MOST_CONTACTS

CHOOSE = ("", "選んでください")
SIDES = [(Side.GIVER, Side.GIVER.label), (Side.RECEIVER, Side.RECEIVER.label)]
MOST_TASKS = MOST_STAGES * MOST_BODIES
ABOUT_US = "なんでも 話《はな》したいとき"
READING_HELP = "漢字には、読みをつけてください。例：病院《びょういん》に 行《い》く"


class PartsForm(forms.Form):
    """Which of the open parts are printed."""

    parts = forms.MultipleChoiceField(
        label="印刷する書類",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "印刷する書類を、1つ以上選んでください。"},
    )

    def __init__(self, *args: Any, open_parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(part.value, part.label) for part in open_parts]

    def chosen(self) -> frozenset[Part]:
        return frozenset(Part(each) for each in self.cleaned_data["parts"])


class DispatchForm(forms.Form):
    """How and when papers left."""

    travel = forms.ChoiceField(
        label="渡し方",
        choices=[CHOOSE, *Travel.choices],
        error_messages={"required": "渡し方を選んでください。"},
        help_text="FAX・メール・ふつうの郵便では送れません。",
    )
    sent_on = WarekiDateField(label="送った日・渡した日", earliest=WORK_BEGAN)
    tracking = CleanCharField(label="お問い合わせ番号", help_text="郵便のとき", max_length=40, required=False)
    taken_by = CleanCharField(label="手渡した相手", max_length=60, required=False)


class ReceiptForm(forms.Form):
    """What stands on the signed 受領書."""

    received_on = WarekiDateField(label="受け取った日", earliest=WORK_BEGAN)
    received_by = CleanCharField(label="受領書のお名前", max_length=60)


class RoleFileForm(forms.Form):
    """The file of a 役割分担表."""

    file = forms.FileField(
        label="役割分担表のファイル",
        help_text="公開のページの「ほかのシステムで使う」から保存した、JSONのファイル（256KBまで）です。",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": NO_FILE, "empty": f"ファイルが空です。{NO_FILE}"},
    )

    def contents(self) -> bytes:
        """Return the bytes of the file, one more than may be at the most."""
        return bytes(self.cleaned_data["file"].read(MOST_BYTES + 1))


class RolesForm(forms.Form):
    """The tasks of a file, to be read and changed before they count."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_TASKS)

    def __init__(self, *args: Any, tasks: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at in range(1, tasks + 1):
            self.fields[f"take_{at}"] = forms.BooleanField(label=f"{at}つめを入れる", required=False)
            self.fields[f"what_{at}"] = CleanCharField(
                label=f"{at}つめ：すること", max_length=LONGEST_TASK, required=False
            )
            for name, label in (("now", "いまの担い手"), ("next", "これからの担い手")):
                self.fields[f"{name}_{at}"] = forms.ChoiceField(
                    label=f"{at}つめ：{label}", choices=SIDES, required=False
                )
        self.tasks = range(1, tasks + 1)

    @classmethod
    def of_file(cls, found: RoleFile, *, seen: int) -> "RolesForm":
        """Return the form as a file proposes it: what a body leads is taken, and stays where it is."""
        begun: dict[str, Any] = {"seen": seen, "count": len(found.tasks)}
        for at, task in enumerate(found.tasks, start=1):
            begun |= {f"take_{at}": task.is_leading, f"what_{at}": task.what}
            begun |= {f"now_{at}": task.side, f"next_{at}": task.side}
        form = cls(tasks=len(found.tasks), initial=begun)
        for at, task in enumerate(found.tasks, start=1):
            form.fields[f"what_{at}"].help_text = f"分担表では、{task.body}がします。"
        return form

    @classmethod
    def of_answer(cls, data: Mapping[str, Any]) -> "RolesForm":
        """Return the form as it was sent back; a count that is none of ours makes it a form without tasks."""
        typed = str(data.get("count", ""))
        is_count = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(MOST_TASKS))
        return cls(data, tasks=min(int(typed), MOST_TASKS) if is_count else 0)

    def rows(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the fields of each task together."""
        return [tuple(self[f"{name}_{at}"] for name in ("take", "what", "now", "next")) for at in self.tasks]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken = [at for at in self.tasks if data.get(f"take_{at}")]
        for at in taken:
            for name, words in (("what", "すること"), ("now", "いまの担い手"), ("next", "これからの担い手")):
                if not data.get(f"{name}_{at}"):
                    self.add_error(f"{name}_{at}", f"{words}を書いてください。")
        if not taken:
            self.add_error(None, "入れるものを、1つ以上選んでください。")
        return data

    def items(self) -> list[NewItem]:
        """Return what was taken, as the service takes it."""
        data = self.cleaned_data
        return [
            NewItem(
                what=data[f"what_{at}"],
                now_side=Side(data[f"now_{at}"]),
                next_side=Side(data[f"next_{at}"]),
            )
            for at in self.tasks
            if data[f"take_{at}"]
        ]


class NamesForm(forms.Form):
    """How names of receivers are read; those without kanji are not asked."""

    def __init__(self, *args: Any, names: Sequence[str], known: Mapping[str, str], **kwargs: Any) -> None:
        """Take the names, and how some of them are read: that stands in the form already."""
        super().__init__(*args, **kwargs)
        self.names = tuple(names)
        for at, name in enumerate(self.names):
            if has_kanji(name):
                self.fields[f"name_{at}"] = KanaField(
                    label=f"「{name}」の読み", max_length=200, initial=known.get(name, "")
                )

    def readings(self) -> dict[str, str]:
        """Return each name in notation."""
        kana = {name: self.cleaned_data.get(f"name_{at}", "") for at, name in enumerate(self.names)}
        return {
            name: in_notation(ruby_parts(name, kana[name])) if kana[name] else name for name in self.names
        }


class ConsentForm(NamesForm):
    """What a consent is for, in words that the person reads."""

    purpose = CleanTextField(
        label="なんのために（かんたんなことばで）", help_text=READING_HELP, max_length=200
    )

    def clean_purpose(self) -> str:
        return _easy(self.cleaned_data["purpose"], where="なんのために")


class CardForm(forms.Form):
    """Up to six people or places whom somebody calls."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at in range(1, MOST_CONTACTS + 1):
            is_first = at == 1
            self.fields[f"name_{at}"] = CleanCharField(
                label=f"{at}つめ：だれ・どこ", help_text=READING_HELP if is_first else "", max_length=60,
                required=is_first,
            )  # fmt: skip
            self.fields[f"phone_{at}"] = PhoneField(label=f"{at}つめ：電話番号", required=is_first)
            self.fields[f"about_{at}"] = CleanCharField(
                label=f"{at}つめ：どんなとき",
                help_text="例：くすりの ことで こまったとき" if is_first else "",
                max_length=60,
                required=is_first,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for at in range(1, MOST_CONTACTS + 1):
            typed = [data.get(f"{name}_{at}") for name in CONTACT_LABELS]
            for name, words in CONTACT_LABELS.items():
                if any(typed) and not data.get(f"{name}_{at}") and f"{name}_{at}" not in self.errors:
                    self.add_error(f"{name}_{at}", f"{words}を書いてください。")
            for name in ("name", "about"):
                self._check(f"{name}_{at}", data, is_name=name == "name")
        return data

    def _check(self, field: str, data: Mapping[str, Any], *, is_name: bool) -> None:
        typed = data.get(field)
        if not typed:
            return
        problem = missing_reading(typed)
        problems = [problem] if problem else [] if is_name else too_hard(typed, where="どんなとき")
        for words in problems:
            self.add_error(field, words)

    def contacts(self) -> list[dict[str, str]]:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        lines = [
            {name: data[f"{name}_{at}"] for name in CONTACT_LABELS} for at in range(1, MOST_CONTACTS + 1)
        ]
        return [line for line in lines if line["name"]]


def typed_card(contacts: Sequence[Mapping[str, str]], *, centre: Centre) -> dict[str, str]:
    """Return a card as its form begins with: as it was kept, or with our own centre on it."""
    name = in_notation(ruby_parts(centre.name, centre.name_kana)) if centre.name_kana else ""
    own = {"name": name, "phone": centre.phone, "about": ABOUT_US}
    lines = enumerate(contacts or [own], start=1)
    return {f"{name}_{at}": contact[name] for at, contact in lines for name in contact}


def _easy(text: str, *, where: str) -> str:
    problem = missing_reading(text)
    problems = [problem] if problem else too_hard(text, where=where)
    if problems:
        raise forms.ValidationError(problems)
    return text
