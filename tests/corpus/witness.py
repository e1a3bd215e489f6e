"""A Chromium that bears witness: what ran, what was asked for, what a policy refused, what was taken for markup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page
from werkzeug.test import TestResponse

from tests.corpus.payloads import EVIL, PAYLOADS, PRODUCT, SIGN

POLICY = "content-security-policy"

WITH_BRACES = ("/verwaltung/fragebogen/", "/verwaltung/uebersetzungen/")
"""Pages on which braces in words name answers."""

LISTEN = """() => {
    globalThis.heardHere = [];
    addEventListener('securitypolicyviolation', (event) => heardHere.push(
        `policy: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`), true);
}"""
"""Listens before anything of a page is read."""

LOOK = """({payloads, evil, product, braces}) => {
    const faults = [...(globalThis.heardHere ?? [])];
    // Our own sentences change quotation marks within their own.
    const plain = (text) => text.replace(/["„“”‚‘’]/g, "'").replace(/[\\s\\u00a0\\u200b]+/g, ' ').replace(/[\\u00ad\\u2066-\\u2069\\u200e\\u200f]/g, '');
    const expected = Object.fromEntries(Object.entries(payloads).map(([n, text]) => [n, plain(text)]));
    const literal = (where, text) => {
        const said = plain(text);
        for (const found of said.matchAll(/q(\\d\\d):/g)) {
            const wanted = expected[Number(found[1])];
            if (!wanted) continue;
            const tail = said.slice(found.index, found.index + wanted.length);
            const cut = tail.search(/\\s?(…|\\.\\.\\.|: \\d)/);
            const part = cut < 0 ? tail : tail.slice(0, cut);
            const isEnd = cut >= 0 || found.index + tail.length >= said.length;
            // Codes are made of words, words one by one are named in lists, braces are signs of a questionnaire.
            if (/^q\\d\\d:(\\w*_|'[,.])/.test(tail) || (braces && /[{}]/.test(wanted))) continue;
            if (!(part === wanted || (isEnd && wanted.startsWith(part.trimEnd())))) faults.push(`not literal in ${where}: ${tail}`);
        }
        if (said.includes(product)) faults.push(`reckoned out in ${where}: ${said}`);
    };
    const URLS = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'ping', 'content'];
    const element = (one) => {
        const name = one.localName;
        const where = `${name}${one.id ? '#' + one.id : ''}.${one.getAttribute('class') ?? ''}`;
        if (name.startsWith('x-') || name === 'base' || name === 'object' || name === 'embed') faults.push(`element ${where}`);
        if (name === 'script' && !one.src && one.type !== 'application/json') faults.push(`script ${one.textContent}`);
        if (name === 'meta' && /refresh/i.test(one.httpEquiv)) faults.push(`refresh ${one.content}`);
        if (name === 'style' && one.textContent.includes('evil')) faults.push(`style ${one.textContent}`);
        for (const {name: key, value} of one.attributes) {
            if (/^on|^srcdoc$|["'<]/i.test(key)) faults.push(`attribute ${key} of ${where}`);
            if (URLS.includes(key) && /^[\\s\\0-\\x20]*(javascript|vbscript|data:text)/i.test(value)) faults.push(`address ${value} of ${where}`);
            if (URLS.includes(key) && key !== 'content' && new RegExp(`^(https?:)?//${evil}`).test(value)) faults.push(`address ${value} of ${where}`);
            if (!URLS.includes(key) && key !== 'data-unformatted') literal(`${where}@${key}`, value);
        }
        if ('value' in one && typeof one.value === 'string') literal(`${where}.value`, one.value);
        if (name === 'script' && one.type === 'application/json') JSON.parse(one.textContent, (_, value) => typeof value === 'string' ? whole(value) : value);
        else if (name !== 'script') for (const node of one.childNodes) if (node.nodeType === 3) literal(where, node.data);
        if (one.content instanceof DocumentFragment) one.content.querySelectorAll('*').forEach(element);
    };
    const whole = (text) => { if (text.includes(product)) faults.push(`reckoned out: ${text}`); };
    document.querySelectorAll('*').forEach(element);
    return {faults: [...new Set(faults)], signs: [...document.documentElement.outerHTML.matchAll(/q(\\d\\d):/g)].length};
}"""
"""Looks at the page as it stands: what is there that words cannot have made without being taken for markup."""

OPEN = """() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
    for (const each of document.querySelectorAll('main input:not([type=hidden], [type=file], [type=submit]), main select, main textarea, main summary, main a, main button, main [title], main [data-words], main svg *')) {
        for (const kind of ['pointerover', 'mouseover', 'mouseenter', 'focus', 'focusin']) each.dispatchEvent(new Event(kind, {bubbles: true}));
        if (each.matches('[role=combobox], [type=search]')) {
            each.value = '';
            for (const kind of ['input', 'click']) each.dispatchEvent(new Event(kind, {bubbles: true}));
        }
    }
}"""
"""Opens what is folded, and hovers over and focuses everything one can."""


@dataclass
class Witness:
    """One tab, and every fault it has seen until somebody asks."""

    page: Page
    host: str
    seen: list[str] = field(default_factory=list)
    signs: int = 0

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
        facts["braces"] = any(part in frame.url for part in WITH_BRACES)
        return frame.evaluate(LOOK, facts)

    def hear(self, words: str) -> None:
        """Keep what a browser says of its policy, and every mistake of a script."""
        if "Content Security Policy" in words or "Uncaught" in words:
            self.seen.append(f"console: {words}")

    def asked_for(self, address: str) -> None:
        """Keep a request nobody of ours makes."""
        parts = urlsplit(address)
        is_ours = parts.netloc == self.host or parts.scheme in {"data", "blob", "about"}
        if not is_ours or SIGN.search(parts.path.rpartition("/")[2]):
            self.seen.append(f"request: {address}")


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
