"""A wrong method on an address is answered by a page in Japanese that leads back."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

ONLY_BY_POST = "/viewing/furigana/"
HOST = "http://testserver"


@pytest.fixture(autouse=True)
def site(transactional_db):
    place_first_site()


@pytest.fixture(params=["stranger", "signed in"])
def client(request, partner):
    return Client() if request.param == "stranger" else sign_in(Client(), partner)


def test_an_address_for_buttons_that_is_opened_says_so_and_leads_back(client):
    answer = client.get(ONLY_BY_POST, headers={"Referer": f"{HOST}/events/?view=month"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ボタンを押したときだけ働くアドレスです" in answer.text
    assert 'href="/events/?view=month"' in answer.text
    assert '<header class="site-header' in answer.text


def test_a_page_to_be_read_to_which_something_is_sent_says_that_nothing_was_taken(client):
    answer = client.post(reverse("events:list"), {"name": "だれか"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "送られたものは、受け取っていません" in answer.text
    assert "だれか" not in answer.text


@pytest.mark.parametrize(
    "said",
    [
        "https://elsewhere.example/x",
        "javascript:alert(1)",
        f"{HOST}//elsewhere.example/x",
        f"{HOST}/\\elsewhere.example/x",
        f"{HOST}/\t/elsewhere.example/x",
        HOST + ONLY_BY_POST,
        "",
    ],
)
def test_nobody_is_led_to_another_host_or_to_the_same_address(client, said):
    answer = client.get(ONLY_BY_POST, headers={"Referer": said})
    assert answer.status_code == 405
    assert "前の画面にもどる</a>" not in answer.text


def test_a_script_of_ours_is_led_to_no_other_host(client):
    sent = {"HX-Request": "true", "HX-Current-URL": f"{HOST}//elsewhere.example/x"}
    assert client.get(ONLY_BY_POST, headers=sent).headers["HX-Redirect"] == "/"


def test_a_script_of_ours_is_led_back_to_its_page_which_says_it(client):
    sent = {"HX-Request": "true", "HX-Current-URL": f"{HOST}/events/"}
    answer = client.get(ONLY_BY_POST, headers=sent)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (405, "/events/")
    assert "ボタンを押したときだけ働くアドレスです" in client.get("/events/").text
