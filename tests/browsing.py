"""A real server and a real Chromium for tests, and what must be true of every page it opens.

``watched(page)`` collects console messages, foreign requests and cookies while a test runs;
``inspect(page)`` looks at the page as it stands now: HTML, accessibility (axe, WCAG 2.2 AA), width;
``inspect_everywhere(page)`` does so on phone and desk, in the dark, in large print and in forced colours.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.page_review import review

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The same Chromium without windows, profiles and extensions, where it is installed: pages look and
behave alike in it, and opening them costs a third."""

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
CHROMIUM_REMARKS = (
    "Failed to load resource: the server responded with",
    "Clear-Site-Data header on",
    "Service Worker registration blocked by Playwright",
)
RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RULES_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RULES_OF_SIZE = {
    "type": "rule",
    "values": ["color-contrast", "target-size", "scrollable-region-focusable"],
}
SMALL_PHONE = {"width": 320, "height": 640}
ZOOMED_DESK = {"width": 640, "height": 400}


@dataclass(frozen=True)
class Look:
    """A screen somebody may look at a page on, and the rules of axe that depend on it."""

    viewport: dict[str, int]
    rules: dict[str, object]
    scheme: str = "light"
    forced_colors: str = "none"


FIRST_LOOK = "phone-light"
LOOKS = {
    FIRST_LOOK: Look(PHONE, RULES),
    "phone-dark": Look(PHONE, RULES_OF_COLOURS, scheme="dark"),
    "desk-light": Look(DESK, RULES),
    "desk-dark": Look(DESK, RULES_OF_COLOURS, scheme="dark"),
    "desk-at-200-percent": Look(ZOOMED_DESK, RULES_OF_SIZE),
    "small-phone": Look(SMALL_PHONE, RULES_OF_SIZE),
    "high-contrast": Look(SMALL_PHONE, RULES_OF_SIZE, forced_colors="active"),
}
"""Everything a page must be whole in. HTML and names are the same on all; colours and sizes are not."""

_axe = Axe()


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing: the product keeps no access log either."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def launched(playwright: Playwright) -> Browser:
    """Start Chromium; as root it needs to go without its sandbox."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@dataclass
class Watch:
    """What a page did while it was watched, beside showing itself."""

    host: str
    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    page: Page | None = None

    def is_quiet(self) -> bool:
        """Check that there was no console message, no foreign request and no cookie."""
        assert self.console == []
        assert self.foreign == []
        assert self.page is not None
        assert self.page.context.cookies() == []
        return True

    def hear(self, text: str) -> None:
        """Keep a console message; Chromium's own remarks on headers and statuses are none."""
        if not text.startswith(CHROMIUM_REMARKS):
            self.console.append(text)

    def note(self, address: str) -> None:
        """Keep a request that went to another host."""
        parts = urlsplit(address)
        if parts.scheme not in {"data", "about", "blob"} and parts.netloc != self.host:
            self.foreign.append(address)


def watched(page: Page, address: str) -> Watch:
    """Watch ``page`` from now on."""
    watch = Watch(urlsplit(address).netloc, page=page)
    page.on("console", lambda message: watch.hear(message.text))
    page.on("pageerror", lambda error: watch.hear(str(error)))
    page.on("request", lambda request: watch.note(request.url))
    return watch


def inspect(page: Page) -> None:
    """Check the page as it stands: HTML, accessibility, no scrolling sideways, touch targets."""
    _review(page)
    _fits(page, RULES)


def inspect_between(page: Page) -> None:
    """Check a page that is just being filled in: what stands at a field has no summary yet."""
    _fits(page, RULES)


def inspect_everywhere(page: Page, name: str = "") -> None:
    """Check the page as it stands in every look; keep pictures of it where SHOTS names a folder."""
    _review(page)
    viewport = page.viewport_size
    for look, seen_in in LOOKS.items():
        page.set_viewport_size(seen_in.viewport)
        page.emulate_media(color_scheme=seen_in.scheme, forced_colors=seen_in.forced_colors)
        if _has_news(page, look):
            _passes(page, seen_in.rules)
        _has_room(page)
        _keep(page, name, look)
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size(viewport)


def _review(page: Page) -> None:
    faults = review(f"<!doctype html>{page.locator('html').evaluate('e => e.outerHTML')}")
    assert faults == [], faults


def _fits(page: Page, rules: dict[str, object]) -> None:
    _passes(page, rules)
    _has_room(page)


_STYLED = """() => {
    const step = (e) => [e.localName, e.className.baseVal ?? e.className,
        ...['type', 'role', 'fill', 'stroke', 'open', 'disabled', 'aria-invalid', 'aria-current']
            .map((name) => e.getAttribute(name))].join('|');
    const paths = new Map([[document.documentElement, 'html']]);
    const path = (e) => {
        if (!paths.has(e)) { paths.set(e, path(e.parentElement) + '>' + step(e)); }
        return paths.get(e);
    };
    const seen = [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility());
    return [...new Set(seen.map(path))];
}"""
"""Every way from the page to a visible element, in words that a style sheet can ask for."""

_looked_at: dict[str, set[str]] = {look: set() for look in LOOKS}


def _has_news(page: Page, look: str) -> bool:
    """Say whether a page holds elements that axe has not seen in this look on a page before.

    Names and order are the same in every look and looked at in the first, on each page; in the others
    axe asks for colours and sizes, which a style sheet gives to the same elements everywhere.
    """
    if look == FIRST_LOOK:
        return True
    found = set(page.evaluate(_STYLED))
    is_new = not found <= _looked_at[look]
    _looked_at[look] |= found
    return is_new


def _passes(page: Page, rules: dict[str, object]) -> None:
    found = violations(page, rules)
    assert found == [], AxeResults({"violations": found}).generate_report()


def _has_room(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    small = small_targets(page)
    assert small == [], small


def violations(page: Page, rules: dict[str, object]) -> list[dict[str, object]]:
    """Return what axe finds against its rules; it is put into each page once."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_axe.axe_script)
    # Passing checks are not described: that would take longer than the checks.
    return page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then((r) => r.violations)",
        rules,
    )


def sign_out(page: Page) -> None:
    """Leave by the navigation, which is folded where there is no room."""
    if page.is_visible(".menu summary"):
        page.click(".menu summary")
    press(page, ".menu button:has-text('Abmelden')")


def press(page: Page, selector: str = ".main") -> None:
    """Press a button (usually the main one) and wait for the page it leads to."""
    with page.expect_navigation():
        page.click(selector)


def small_targets(page: Page) -> list[str]:
    """Return everything one can press that is lower than 44 CSS pixels, text links left aside."""
    return page.evaluate(
        """() => [...document.querySelectorAll('button, select, textarea, input:not([type=hidden]), nav a')]
            .map((e) => e.closest('label.choice, label.tick') || e)
            .filter((e) => e.getAttribute('tabindex') !== '-1' && e.checkVisibility())
            .filter((e) => e.getBoundingClientRect().height < 43.5)
            .map((e) => e.outerHTML.slice(0, 120))"""
    )


def shot(page: Page, path: Path) -> None:
    """Keep a picture of the whole page."""
    page.screenshot(path=str(path), full_page=True, caret="initial")  # else it styles the fields


def seen(page: Page, name: str, look: str) -> None:
    """Check the page as it stands; keep a picture where SHOTS names a folder."""
    inspect(page)
    _keep(page, name, look)


def _keep(page: Page, name: str, look: str) -> None:
    if name and os.environ.get("SHOTS"):
        shot(page, Path(os.environ["SHOTS"]) / f"{name}-{look}.png")
