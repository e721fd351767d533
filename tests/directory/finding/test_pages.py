import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_everybody_finds_and_opens_an_agency(home, readers):
    found = readers.public.get("/directory/", {"q": "みなも"})
    assert found.status_code == 200
    assert "ホームみなも" in found.text
    opened = readers.public.get(f"/directory/{home.public_id}/")
    assert opened.status_code == 200
    assert "000-001-0001" in opened.text
