"""What the desk writes of a community."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.models import Person
from content.desk_forms import DeskForm
from directory.forms.agencies import AgencyField
from directory.models import Agency
from events.desk_forms.fields import offer
from foundation.ui.forms import CleanCharField, CleanTextField

from .enums import CommunityKind, Joining
from .models import Community
from .rules import is_committee

TAKEN = "このアドレスの名前は、もう使われています。"
NO_FEE = "会費なし"
NAMES = ("kind", "name", "name_kana", "slug", "aim", "tone", "fee", "joining")


class CommunityForm(DeskForm):
    """What a community says of itself."""

    kind = forms.ChoiceField(
        label="種類",
        choices=CommunityKind,
        initial=CommunityKind.COMMUNITY,
        widget=forms.RadioSelect,
        help_text="委員会は、委嘱した人だけが入ります。ほかは、機関が会員になります。",
    )
    name = CleanCharField(label="名前", max_length=60, help_text="例：東部くらしの会")
    name_kana = CleanCharField(label="フリガナ", max_length=80, required=False)
    slug = forms.SlugField(
        label="アドレスの名前",
        max_length=30,
        help_text="半角の小文字と「-」。例：tobu。ページのアドレスになるので、あとから変えないでください。",
        error_messages={"invalid": "半角の小文字、数字、「-」で書いてください。"},
    )
    aim = CleanCharField(
        label="どんな会か",
        max_length=200,
        help_text="例：困りごとを持ちよって、いっしょに考える会です。やさしいことばで書いてください。",
    )
    tone = CleanTextField(
        label="話し方のめやす",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例：うまくいかなかった話を、歓迎します。専門のことばは、説明をそえます。",
    )
    fee = CleanCharField(label="会費", max_length=40, required=False, initial=NO_FEE)
    joining = forms.ChoiceField(
        label="入り方", choices=Joining, initial=Joining.REQUEST, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, community: Community | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.community = community
        if community is not None:
            self.initial = {name: getattr(community, name) for name in NAMES}

    def clean_fee(self) -> str:
        """Return what it costs: nothing, where nothing is said."""
        fee: str = self.cleaned_data["fee"]
        return fee or NO_FEE

    def clean_slug(self) -> str:
        """Return the address. Raises ValidationError for one that another community bears."""
        slug: str = self.cleaned_data["slug"].lower()
        others = Community.objects.filter(slug=slug)
        if self.community is not None:
            others = others.exclude(pk=self.community.pk)
        if slug == "join" or others.exists():
            raise forms.ValidationError(TAKEN, code="taken")
        return slug


class AboutForm(CommunityForm):
    """What whoever runs a community says of it; its kind and its address are the desk's."""

    def __init__(self, *args: Any, community: Community, **options: Any) -> None:
        super().__init__(*args, community=community, **options)
        for name in ("kind", "slug", *(("joining",) if is_committee(community.kind) else ())):
            del self.fields[name]


class PromiseForm(DeskForm):
    """The promises of a community, one on each line."""

    text = CleanTextField(
        label="約束（1行に1つ）",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="例：名前や場所がわかる話はしない",
    )


class AdmitForm(DeskForm):
    """An agency that joined by paper, FAX or telephone."""

    agency = AgencyField(label="機関の名前か番号", help_text="例：グループホームやまなみ")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["agency"]
        assert isinstance(field, AgencyField)
        field.agencies = Agency.objects.current(today=today)


class FacilitatorForm(DeskForm):
    """Somebody who is to run the community."""

    person_key = forms.ChoiceField(label="だれが", widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(each.pk): each for each in people}
        offer(self, "person_key", [(key, each.name) for key, each in self.people.items()])

    @property
    def person(self) -> Person:
        return self.people[self.cleaned_data["person_key"]]
