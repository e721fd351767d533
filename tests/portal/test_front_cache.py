"""Each rule of what is kept has a twin: the same request without the forbidden thing is kept."""

import pytest
from django.conf import settings as door
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from foundation.public_pages import version
from portal.front_cache import (
    BYTES_BESIDE_THE_BODY,
    MOST_BYTES_A_PAGE,
    MOST_BYTES_OF_SEARCHES,
    FrontCacheMiddleware,
    KeptPage,
    KeptPages,
)
from training_media.watching.passes import COOKIE as WATCHING_COOKIE

pytestmark = pytest.mark.django_db


class Inner:
    """A page that counts how often it is really made."""

    def __init__(self, make=lambda: HttpResponse("本文")):
        self.make, self.times = make, 0

    def __call__(self, request):
        self.times += 1
        return self.make()


def made(*requests, make=lambda: HttpResponse("本文")):
    """Return how often the page was made for these requests, one after the other."""
    inner = Inner(make)
    middleware = FrontCacheMiddleware(inner)
    for request in requests:
        middleware(request)
    return inner.times


def get(path="/", data=None, **extra):
    return RequestFactory().get(path, data, **extra)


def with_cookies(path="/", **cookies):
    factory = RequestFactory()
    factory.cookies.load(cookies)
    return factory.get(path)


def test_a_page_is_made_once_for_two_anonymous_readers():
    assert made(get(), get()) == 1


@pytest.mark.parametrize(
    "request_of_somebody",
    [
        lambda: with_cookies(**{door.SESSION_COOKIE_NAME: "x"}),
        lambda: with_cookies(messages="x"),
        lambda: with_cookies(**{WATCHING_COOKIE: "x"}),
        lambda: get(headers={"authorization": "Basic x"}),
        lambda: get(headers={"hx-request": "true"}),
        lambda: RequestFactory().post("/"),
        lambda: get("/", {"nobody-knows": "1"}),
        lambda: get("/", {"page": "9" * 300}),
        lambda: get("/applications/token/"),
        lambda: get("/calendars/key.ics"),
        *(
            lambda path=path: get(path)
            for path in (
                "/healthz",
                "/readyz",
                "/cms/",
                "/accounts/login/",
                "/my/",
                "/demo/",
                "/handoff/",
                "/applications/x/",
                "/watch/record/",
            )
        ),
    ],
)
def test_what_is_somebody_s_own_is_never_kept(request_of_somebody):
    assert made(request_of_somebody(), request_of_somebody()) == 2


@pytest.mark.parametrize(
    ("path", "times"),
    [
        ("/papers/reports/2025.pdf", 1),
        ("/papers/flow.pdf", 2),
        ("/papers/duties.pdf", 2),
        ("/papers/leaflet.pdf", 2),
        ("/papers/centres.csv", 2),
        ("/documents/1/a.pdf", 2),
    ],
)
def test_papers_are_kept_where_nobody_counts_who_takes_them(path, times):
    assert made(get(path), get(path)) == times


def test_a_kept_page_is_not_given_to_somebody_with_a_session():
    assert made(get(), with_cookies(**{door.SESSION_COOKIE_NAME: "x"})) == 2


def with_cookie_set():
    response = HttpResponse("本文")
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    "answer",
    [
        with_cookie_set,
        lambda: HttpResponse("本文", headers={"Cache-Control": "private"}),
        lambda: HttpResponse("本文", headers={"Cache-Control": "no-store"}),
        lambda: HttpResponse("本文", headers={"Cache-Control": "max-age=0, No-Store"}),
        lambda: HttpResponse("本文", status=404),
        lambda: HttpResponse("本文", status=301),
        lambda: HttpResponse("本文", headers={"Vary": "Cookie, Accept-Language"}),
        lambda: HttpResponse("本文", headers={"Content-Security-Policy": "script-src 'nonce-x'"}),
        lambda: HttpResponse("<meta content=\"script-src 'nonce-x'\">"),
        lambda: HttpResponse('<input name="csrfmiddlewaretoken" value="x">'),
        lambda: HttpResponse("x" * (MOST_BYTES_A_PAGE + 1)),
        lambda: StreamingHttpResponse(["本文"]),
    ],
)
def test_an_answer_that_is_not_for_everybody_is_not_kept(answer):
    assert made(get(), get(), make=answer) == 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse("本文", headers={"Cache-Control": "max-age=60"}),
        lambda: HttpResponse("本文", headers={"Vary": "Cookie, HX-Request"}),
        lambda: HttpResponse("本文", headers={"Content-Security-Policy": "script-src 'self'"}),
        lambda: HttpResponse("x" * MOST_BYTES_A_PAGE),
    ],
)
def test_an_answer_for_everybody_is_kept(answer):
    assert made(get(), get(), make=answer) == 1


def test_pages_are_told_apart_by_host_scheme_path_and_query():
    requests = [
        get("/"),
        get("/", headers={"host": "localhost"}),
        get("/", secure=True),
        get("/news/"),
        get("/", {"page": "2"}),
        get("/", {"page": "3"}),
        get("/", {"page": ["3", "2"]}),
    ]
    assert made(*requests, *requests) == len(requests)


def test_searches_are_kept_and_never_drive_out_the_pages_of_the_site():
    inner = Inner(lambda: HttpResponse("x" * (MOST_BYTES_A_PAGE - 1)))
    middleware = FrontCacheMiddleware(inner)
    searches = [get("/directory/", {"q": str(number)}) for number in range(200)]
    for request in (get(), *searches, get(), searches[-1]):
        middleware(request)
    assert inner.times == 1 + len(searches)
    assert middleware.searches.bytes <= MOST_BYTES_OF_SEARCHES


def test_the_order_of_the_query_makes_no_other_page():
    assert made(get("/?page=2&view=month"), get("/?view=month&page=2")) == 1


def test_readers_with_the_same_settings_share_a_page_and_forged_settings_are_none():
    assert made(with_cookies(viewing="dark-large"), with_cookies(viewing="large-dark-x")) == 1
    assert made(get(), with_cookies(viewing="<script>")) == 1
    assert made(get(), with_cookies(viewing="dark")) == 2


def test_a_changed_version_makes_every_page_anew():
    inner = Inner()
    middleware = FrontCacheMiddleware(inner)
    middleware(get())
    version.forget()
    middleware(get())
    assert inner.times == 2


def test_a_page_lives_until_the_next_five_minutes_begin(settings):
    settings.FRONT_CACHE_SECONDS = 300
    moments = iter([1_000_000_200.0, 1_000_000_499.9, 1_000_000_500.0])
    inner = Inner()
    middleware = FrontCacheMiddleware(inner, clock=lambda: next(moments))
    assert [(middleware(get()), inner.times)[1] for _ in range(3)] == [1, 1, 2]


def test_head_is_answered_without_a_body_and_with_the_length_of_the_page():
    middleware = FrontCacheMiddleware(Inner())
    first = middleware(get())
    head = middleware(RequestFactory().head("/"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(first.content))


def test_an_answer_to_head_is_not_kept_for_get():
    assert made(RequestFactory().head("/"), get()) == 2


def test_a_bad_host_is_left_to_the_middleware_that_answers_it_with_its_headers(client):
    response = client.get("/", headers={"host": "evil.example.jp"})
    assert response.status_code == 400
    assert "Content-Security-Policy" in response.headers


def test_too_many_bytes_forget_the_oldest_page():
    pages = KeptPages(most_bytes=10 + 2 * BYTES_BESIDE_THE_BODY)
    pages.put((1,), ("a",), KeptPage((), b"12345"))
    pages.put((1,), ("b",), KeptPage((), b"12345"))
    assert pages.get((1,), ("a",)) is not None
    pages.put((1,), ("c",), KeptPage((), b"1"))
    assert pages.get((1,), ("a",)) is None
    assert pages.get((1,), ("b",)) == KeptPage((), b"12345")
    assert pages.bytes == 6 + 2 * BYTES_BESIDE_THE_BODY


def test_a_page_made_twice_counts_its_bytes_once():
    pages = KeptPages()
    for body in (b"123", b"12345"):
        pages.put((1,), ("a",), KeptPage((), body))
    assert pages.bytes == 5 + BYTES_BESIDE_THE_BODY


def test_a_new_generation_forgets_all_pages():
    pages = KeptPages()
    pages.put((1,), ("a",), KeptPage((), b"old"))
    assert pages.get((2,), ("a",)) is None
    pages.put((2,), ("b",), KeptPage((), b"new"))
    assert (pages.get((1,), ("a",)), pages.get((2,), ("a",)), pages.bytes) == (
        None,
        None,
        3 + BYTES_BESIDE_THE_BODY,
    )
