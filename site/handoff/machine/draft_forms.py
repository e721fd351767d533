"""Writing a request: the receiver is picked only where something binds it, the parts are typed one by one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from foundation.japanese.dates import long_date
from foundation.ui.forms import CleanCharField, CleanTextField
from handoff.cases.models import Case, LegalBasis
from handoff.disclosure.enums import Part
from handoff.forms import LONGEST_WORDS, AgencyChoice, AgencySearchForm
from handoff.models import AgencyCopy
from handoff.safeguards.models import Safeguard

from .enums import ASKED_BY_AGENCIES, Kind
from .forms import LONGEST
from .models import Handoff
from .services.writing import Draft

LONGEST_PART = 5_000


def _until(day: date) -> str:
    return f"{long_date(day)}まで"


class SafeguardChoice(forms.ModelChoiceField):
    """Name and place of a receiver stand in the choice: the wrong one is the most common leak."""

    def label_from_instance(self, obj: Any) -> str:
        where = f"（{obj.agency.address}）" if obj.agency and obj.agency.address else ""
        until = f"　{_until(obj.until)}" if obj.until else ""
        name = obj.agency.name if obj.agency else "センター"
        return f"{name}{where}　{obj.get_kind_display()}{until}　{obj.get_way_display()}"


class BasisChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        names = "、".join(str(each) for each in obj.receivers.all())
        return f"{obj.get_kind_display()}：{names}　{_until(obj.until)}"


class DraftForm(AgencySearchForm):
    """What is asked of whom, on which footing, with which parts."""

    looks_for, by = "pledge_with", "pledge_words"
    kind = forms.ChoiceField(label="種類", error_messages={"required": "種類を選んでください。"})
    safeguard = SafeguardChoice(
        label="だれに（取り決めのあるところ）",
        queryset=Safeguard.objects.none(),
        required=False,
        empty_label="選んでください",
    )
    pledge_words = CleanCharField(
        label="取り決めがまだないところをさがす",
        help_text=(
            "名前か、住所の一部を書いて「さがす」を押します。この件限りの誓約書を用意します。"
            "署名した紙を、書いた人とは別の人が確かめるまで、送れません。"
        ),
        max_length=LONGEST_WORDS,
        required=False,
    )
    pledge_with = AgencyChoice(
        label="取り決めがまだないところ",
        queryset=AgencyCopy.objects.none(),
        required=False,
        blank=True,
        empty_label="使わない",
    )
    basis = BasisChoice(
        label="同意・根拠",
        help_text="まだのときは空けておき、送る前に選びます。",
        queryset=LegalBasis.objects.none(),
        required=False,
        empty_label="まだ、ありません",
    )
    ask = CleanTextField(label="たのみたいこと", max_length=LONGEST)
    is_urgent = forms.BooleanField(label="いそぎます（出所まで14日以内など）", required=False)
    is_suspect_support = forms.BooleanField(label="被疑者等支援です", required=False)

    def __init__(
        self,
        *args: Any,
        by_agency: bool,
        safeguards: QuerySet[Safeguard],
        bases: QuerySet[LegalBasis],
        agencies: QuerySet[AgencyCopy],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [each for each in Kind if (each in ASKED_BY_AGENCIES) == by_agency]
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "選んでください"), *((each.value, each.label) for each in kinds)]
        for name, rows in (("safeguard", safeguards), ("basis", bases)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        if not by_agency:
            self.offer(agencies.exclude(pk__in=[each.agency_id for each in safeguards if each.agency_id]))
        else:
            del self.fields["pledge_words"], self.fields["pledge_with"]
            if len(safeguards) == 1:
                # Nobody else but the centre can be asked.
                self.fields["safeguard"].initial = safeguards[0].pk
        for part in Part:
            self.fields[f"part_{part}"] = CleanTextField(
                label=part.label, max_length=LONGEST_PART, required=False
            )
        self.fields["offence_reason"] = CleanTextField(
            label="事件のあらましを渡す理由", max_length=1_000, required=False
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [name for name in ("safeguard", "pledge_with") if data.get(name)]
        if len(chosen) != 1 and "safeguard" not in self.errors:
            words = (
                "だれに渡すかを、どちらか一つで選んでください。"
                if chosen
                else "だれに渡すかを選んでください。"
            )
            self.add_error("safeguard", words)
        if data.get(f"part_{Part.OFFENCE}") and not data.get("offence_reason"):
            self.add_error("offence_reason", "事件のあらましを渡すときは、なぜ要るかを書いてください。")
        return data

    def draft(self) -> Draft:
        """Return what was written, as the service takes it."""
        data = self.cleaned_data
        return Draft(
            kind=Kind(data["kind"]),
            performer=data["safeguard"].agency if data["safeguard"] else data["pledge_with"],
            safeguard=data["safeguard"],
            with_pledge=data["safeguard"] is None,
            basis=data["basis"],
            ask=data["ask"],
            parts={part: data[f"part_{part}"] for part in Part if data[f"part_{part}"]},
            offence_reason=data["offence_reason"],
            is_urgent=data["is_urgent"] or data["is_suspect_support"],
            is_suspect_support=data["is_suspect_support"],
        )


class RewriteForm(DraftForm):
    """The same for a request that stands already; `seen` is the version that its page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def known_of(case: Case) -> dict[str, Any]:
    """Return what a case knows already of what a request tells."""
    found = {
        name: case.unseal(name) for name in ("age_band", "area", "need") if getattr(case, name) is not None
    }
    outline = "、".join(found[name] for name in ("age_band", "area") if name in found)
    return {f"part_{Part.OUTLINE}": outline, f"part_{Part.NEED}": found.get("need", "")}


def written(handoff: Handoff, texts: Mapping[Part, str], *, ask: str, offence_reason: str) -> dict[str, Any]:
    """Return a draft as its form begins with."""
    begun = {
        "seen": handoff.version,
        "kind": handoff.kind,
        "safeguard": handoff.safeguard_id,
        "basis": handoff.basis_id,
        "ask": ask,
        "is_urgent": handoff.is_urgent,
        "is_suspect_support": handoff.is_suspect_support,
        "offence_reason": offence_reason,
    }
    return begun | {f"part_{part}": text for part, text in texts.items()}
