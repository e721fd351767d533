"""A real browser against a live server: nothing is blocked, nothing is asked of another host."""

import os
import shutil
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

# Playwright keeps an event loop in this thread; Django would refuse its own database calls beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Where others use the machine as well, what comes may come late.
expect.set_options(timeout=30_000)
WIDTHS = (320, 768, 1280)
# What stands between the narrowest and the widest is laid out as one of them.
LOOKED_AT = (320, 1280)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Scripts of ours, and axe on each page anew, are done before a quicker translation of them has paid.
    "--js-flags=--no-turbofan --no-maglev",
)
# What is well is not asked for: naming each such node takes nearly as long as looking.
RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.map(each => [each.id, each.nodes.map(node => node.html)]);
}"""
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.violatedDirective}: ${event.blockedURI} on ${document.location.pathname}`));
"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {"executable_path": browser_program(), "args": list(QUIET)}


def browser_program():
    """Return the browser without windows of its own; the whole one takes half as long again for each page."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):
    """Start after the database: the private door asks for its role before it answers anything."""
    return live_server


@pytest.fixture
def browser_context_args(browser_context_args, live_server):
    return browser_context_args | {
        "base_url": live_server.url,
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": {"width": 390, "height": 844},
        # Whoever presses a button waits until nothing moves any more.
        "reduced_motion": "reduce",
    }


@pytest.fixture
def promises(live_server):
    """Give a function that watches a context; at the end nothing may have been blocked or asked of others."""
    broken = []
    yield lambda context: watch(context, own=live_server.url, broken=broken)
    assert broken == []


def watch(context, *, own, broken):
    """Note in `broken` whatever this context asks of another host, and whatever the policy blocks."""

    def note_request(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != urlsplit(own).netloc:
            broken.append(f"request to {address.netloc}")

    context.on("request", note_request)
    context.expose_binding("reportViolation", lambda _, words: broken.append(words))
    context.add_init_script(LISTEN)
    return context


@pytest.fixture
def context(context, promises):
    return promises(context)


@pytest.fixture
def page_without_scripts(new_context, live_server, promises):
    """Give a page of a browser that runs no script."""
    return promises(new_context(java_script_enabled=False)).new_page()


def bring_axe(page):
    """Have axe on this page and on each that it leads to: sending it anew takes a tenth of each look."""
    if not page.evaluate("'axe' in window"):
        page.add_init_script(AXE_SCRIPT)
        page.evaluate(AXE_SCRIPT)


@pytest.fixture
def axe():
    """Give `axe(page)`: no violation at 320 or 1280 px, and nothing scrolls sideways at 768 px either.

    Half of the addresses are looked at narrow and half wide, always the same; `make proof` looks at both.
    """

    def assert_accessible(page):
        # A click returns as soon as the new page begins to arrive; half a page says nothing.
        page.wait_for_load_state()
        bring_axe(page)
        before = page.viewport_size
        looked_at = _looked_at(page.url)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if width in looked_at:
                found = page.evaluate(RUN_AXE)
                assert found == [], f"{page.url} at {width} px: {found}"
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow == 0, f"{page.url} scrolls sideways at {width} px"
        page.set_viewport_size(before)

    return assert_accessible


def _looked_at(url):
    if "PORTAL_EVERY_WIDTH" in os.environ:
        return LOOKED_AT
    return [LOOKED_AT[crc32(urlsplit(url).path.encode()) % len(LOOKED_AT)]]
