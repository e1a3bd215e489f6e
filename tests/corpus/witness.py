"""A Chromium that bears witness: what ran, what was asked for, refused and taken for markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page
from werkzeug import Response
from werkzeug.test import TestResponse

from tests.corpus.payloads import EVIL, PAYLOADS, PRODUCT, SIGN

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "content-security-policy"

WITH_BRACES = ("/verwaltung/fragebogen/", "/verwaltung/uebersetzungen/")
"""Pages on which braces in words name answers."""

LISTEN = """() => {
    globalThis.heardHere = [];
    addEventListener('securitypolicyviolation', (event) => heardHere.push(
        `policy: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`), true);
}"""
"""Listens before anything of a page is read."""


def script(name: str) -> str:
    """Return a function for pages, which lies beside this file."""
    return Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")


LOOK = script("look")

OPEN = script("open")


@dataclass
class Witness:
    """One tab, and every fault it has seen until somebody asks."""

    page: Page
    host: str
    seen: list[str] = field(default_factory=list)
    signs: int = 0
    #: Whether payloads must stand there as they were written, not cleaned of what is no text.
    is_literal: bool = True

    def visit(self, address: str, *, is_opened: bool = True) -> list[str]:
        """Go to an address, open and hover over everything, and return every fault."""
        self.page.goto(address, wait_until="load")
        if is_opened:
            self.page.evaluate(OPEN)
        return self.look()

    def shows(self, address: str, answer: TestResponse) -> list[str]:
        """Show what the server answered to a form as if it came from ``address``; return every fault."""
        kept = {n: v for n, v in answer.headers.items() if n.lower() in {"content-type", POLICY}}
        facts = {"status": 200, "headers": kept, "body": answer.get_data()}
        self.page.route(address, lambda route: route.fulfill(**facts))
        found = self.visit(address, is_opened=False)
        self.page.unroute(address)
        return found

    def look(self) -> list[str]:
        """Return every fault of the page as it stands, of its frames, and what was heard before."""
        for frame in self.page.frames:
            try:
                found = self._of(frame)
            except Error as error:  # the page went away on its own
                self.seen.append(f"left: {error.message}")
                continue
            self.seen += found["faults"]
            self.signs += found["signs"]
        seen, self.seen = self.seen, []
        return list(dict.fromkeys(seen))

    def _of(self, frame: Frame) -> dict:
        facts = {"payloads": PAYLOADS, "evil": EVIL, "product": PRODUCT, "braces": False}
        facts["isLiteral"] = self.is_literal
        facts["braces"] = any(part in frame.url for part in WITH_BRACES)
        return frame.evaluate(LOOK, facts)

    def hear(self, words: str) -> None:
        """Keep what a browser says of its policy, and every mistake of a script."""
        is_framed = (
            "frame-ancestors" in words
        )  # a page of a mistake in a frame of ours: nothing is shown
        if ("Content Security Policy" in words and not is_framed) or "Uncaught" in words:
            self.seen.append(f"console: {words}")

    def asked_for(self, address: str) -> None:
        """Keep a request nobody of ours makes."""
        parts = urlsplit(address)
        is_ours = parts.netloc == self.host or parts.scheme in {"data", "blob", "about"}
        if not is_ours or SIGN.search(parts.path.rpartition("/")[2]):
            self.seen.append(f"request: {address}")


class Stage:
    """Shows answers to forms once more, as what the server says to somebody who opens their address."""

    def __init__(self, below: WSGIApplication) -> None:
        """Stand before an application, which answers everything else."""
        self._below = below
        self._kept: dict[str, Response] = {}

    def keep(self, address: str, answer: TestResponse) -> str:
        """Keep what was answered, and return where it can be looked at."""
        kept = {n: v for n, v in answer.headers.items() if n.lower() in {"content-type", POLICY}}
        said = f"gezeigt={len(self._kept)}"
        self._kept[said] = Response(answer.get_data(), headers=kept)
        return f"{address}?{said}"

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        answer = self._kept.get(environ["QUERY_STRING"], self._below)
        return answer(environ, start)


@contextmanager
def witness_of(chromium: Browser, address: str, **options: object) -> Iterator[Witness]:
    """Open a tab that hears everything; it lets go of its context in the end."""
    context = chromium.new_context(locale="de-DE", service_workers="block", **options)
    try:
        yield heard_in(context, address)
    finally:
        context.close()


def heard_in(context: BrowserContext, address: str) -> Witness:
    """Open a tab in a context and listen to it from now on."""
    page = context.new_page()
    witness = Witness(page, urlsplit(address).netloc)
    context.add_init_script(f"({LISTEN})()")
    page.on("console", lambda message: witness.hear(message.text))
    page.on("pageerror", lambda error: witness.seen.append(f"mistake: {error}"))
    page.on("request", lambda request: witness.asked_for(request.url))
    page.on(
        "dialog", lambda dialog: (witness.seen.append(f"ran: {dialog.message}"), dialog.dismiss())
    )
    return witness
