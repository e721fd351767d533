from datetime import date

import pytest
from django.core.management import CommandError, call_command

from directory.models import Municipality
from directory.municipalities import municipalities, with_check_digit


@pytest.mark.parametrize(
    "code", ["172014", "011002", "131016", "142018", "271004", "401005", "013030", "473821", "172065"]
)
def test_the_sixth_digit_of_a_national_code_checks_the_others(code):
    assert with_check_digit(code[:5]) == code


def test_towns_stand_without_their_district_and_cities_keep_theirs():
    names = {each.name: each for each in municipalities(["石川県", "岐阜県", "愛知県"])}
    assert names["中能登町"] == ("174076", "石川県", "中能登町", "ナカノトマチ")
    assert {"郡上市", "蒲郡市", "名古屋市中区"} <= names.keys()


@pytest.mark.django_db
def test_municipalities_are_made_once_and_their_dates_stay(capsys):
    call_command("sync_municipalities", prefecture="石川県、富山県")
    assert "市区町村 34 をそろえました。新しいものは 34 です。" in capsys.readouterr().out
    ours = Municipality.objects.filter(code="172014")
    ours.update(valid_from=date(1889, 4, 1), name="かなざわ")
    call_command("sync_municipalities", prefecture="石川県,富山県")
    assert "新しいものは 0 です。" in capsys.readouterr().out
    assert (ours.get().valid_from, ours.get().name) == (date(1889, 4, 1), "金沢市")


@pytest.mark.django_db
def test_an_unknown_prefecture_is_told_and_nothing_is_made():
    with pytest.raises(CommandError, match="石川"):
        call_command("sync_municipalities", prefecture="石川")
    assert Municipality.objects.count() == 0
