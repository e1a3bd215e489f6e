"""Somebody at the staff part who writes payloads wherever a form takes words, and follows every link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.corpus.payloads import SIGN, Supply
from tests.page_review import parsed, text_of, without_templates

NUMBERS = {"numeric", "decimal"}
FILE_NAME = "'\"><x-0 onx=alert(0)>.csv"
"""What somebody calls a file who means harm."""


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, and the elements that can be filled in."""

    page: str
    address: str
    method: str
    controls: tuple[Element, ...]

    @property
    def names(self) -> set[str]:
        """Return the names of all fields."""
        return {each.get("name") for each in self.controls if each.get("name")}


def forms_of(page: str, html: str) -> Iterator[Form]:
    """Yield the forms of a page as a browser without scripts has them."""
    tree = without_templates(parsed(html))
    kinds = ("input", "textarea", "select", "button")
    for form in tree.iter("form"):
        outside = [e for e in tree.iter() if form.get("id") and e.get("form") == form.get("id")]
        inside = [e for e in form.iter() if e.get("form") in (None, form.get("id"))]
        controls = [e for e in dict.fromkeys((*inside, *outside)) if e.tag in kinds]
        target = urljoin(page, form.get("action") or page)
        yield Form(page, target, (form.get("method") or "get").lower(), tuple(controls))


def takes_words(control: Element) -> bool:
    """Say whether somebody writes words into a control."""
    if control.get("readonly") is not None or control.get("name") in (None, "csrf_token"):
        return False
    kind = control.get("type", "text") if control.tag == "input" else control.tag
    return (
        kind in {"text", "search", "textarea", "email", "url", "tel"}
        and control.get("inputmode") not in NUMBERS
    )


@dataclass
class Office:
    """One person's client, and all it has sent and seen."""

    app: Flask
    client: FlaskClient
    #: Addresses that were told to somebody only.
    links: list[str] = field(default_factory=list)
    #: Key of the draft in the studio.
    key: str = ""
    #: With which a program reads everything there is for programs.
    token: str = ""
    supply: Supply = field(default_factory=Supply)
    #: Rule and name of every field that carried a payload.
    sent: set[tuple[str, str]] = field(default_factory=set)
    #: Every answer to a form that is a page with a payload in it.
    answers: list[tuple[Form, TestResponse]] = field(default_factory=list)

    def rule_of(self, address: str, method: str = "GET") -> str:
        """Return the rule an address follows."""
        adapter = self.app.url_map.bind("localhost")
        try:
            return adapter.match(urlsplit(address).path, method, return_rule=True)[0].rule
        except HTTPException:
            return ""

    def opens(self, page: str) -> str:
        """Return a page that must be there."""
        shown = self.client.get(page, follow_redirects=True)
        assert shown.status_code == 200, (page, shown.status_code)
        return shown.text

    def writes(self, page: str, to: str | None = None, **given: object) -> TestResponse:
        """Fill in a form of a page, words with payloads, and send it; it must be accepted."""
        wanted = urljoin(page, to or page)
        forms = [each for each in forms_of(page, self.opens(page)) if each.method == "post"]
        form = next((each for each in forms if each.address.split("?")[0] == wanted), None)
        assert form is not None, (page, wanted, [each.address for each in forms])
        answer = self.send(form, given)
        assert answer.status_code < 400, (page, text_of(parsed(answer.text).find(".//main")))
        return answer

    def send(self, form: Form, given: Mapping[str, object] = {}) -> TestResponse:
        """Send a form with payloads in all words that are not given."""
        fields = self.filled(form)
        wanted = {name: value for name, value in given.items() if value is not None}
        fields = {**fields, **wanted}
        for name in (name for name, value in given.items() if value is None):
            fields.pop(name, None)
        rule = self.rule_of(form.address, form.method.upper())
        self.sent |= {(rule, name) for name, value in fields.items() if carries(value)}
        if form.method == "get":
            query = urlencode(fields, doseq=True)
            return self.client.get(f"{form.address.split('?')[0]}?{query}", follow_redirects=True)
        answer = self.client.post(form.address, data=fields, follow_redirects=True)
        self.answers.append((form, answer))
        return answer

    def forges(self, form: Form) -> TestResponse:
        """Send a form whose every field carries a payload, also those nobody can write into."""
        names = form.names - {"csrf_token"}
        forged = {name: self.supply.words(200) for name in names}
        token = next((e.get("value") for e in form.controls if e.get("name") == "csrf_token"), "")
        return self.send(form, {**forged, "csrf_token": token})

    def filled(self, form: Form) -> dict[str, object]:
        """Return what a browser sends of a form with words written wherever words are taken."""
        found: dict[str, object] = {}
        for each in form.controls:
            name, kind = each.get("name"), each.get("type", "text")
            if not name or each.get("disabled") is not None:
                continue
            if takes_words(each):
                found[name] = self._words(each)
            elif kind in {"radio", "checkbox"}:
                _tick(each, found)
            elif each.tag != "button" or (kind in {"text", "submit"} and "do" not in found):
                found.setdefault(name, _as_it_is(each, kind))
        return found

    def _words(self, control: Element) -> str:
        say = self.supply.words if control.tag == "textarea" else self.supply.line
        return say(min(int(control.get("maxlength") or 120), 2000))


def carries(value: object) -> bool:
    """Say whether a field carries a payload."""
    if isinstance(value, list | tuple):
        return any(carries(each) for each in value)
    return isinstance(value, str) and SIGN.search(value) is not None


def _as_it_is(control: Element, kind: str) -> object:
    if control.tag == "select":
        return _chosen(control)
    if control.tag == "textarea":
        return control.text or ""
    if kind == "file":
        return (BytesIO(b"a;b\n1;2\n"), FILE_NAME)
    if kind == "password":
        return "ein langes Kennwort"
    return control.get("value") or ("" if control.tag == "button" else _usual(control))


def _usual(control: Element) -> str:
    if control.get("type") == "date":
        return "2026-06-01"
    return "3" if control.get("type") == "number" or control.get("inputmode") in NUMBERS else ""


def _chosen(select: Element) -> str:
    options = list(select.iter("option"))
    chosen = [each for each in options if each.get("selected") is not None]
    chosen += [each for each in options if each.get("value")] + options
    return (chosen[0].get("value") or "") if chosen else ""


def _tick(control: Element, found: dict[str, object]) -> None:
    name = control.get("name")
    is_radio = control.get("type") == "radio"
    if control.get("checked") is not None:
        value = control.get("value", "on")
        if is_radio or name not in found:
            found[name] = value
        else:
            before = found[name]
            found[name] = [*(before if isinstance(before, list) else [before]), value]
    elif is_radio:
        found.setdefault(name, control.get("value", ""))


def links_of(page: str, html: str) -> Iterator[str]:
    """Yield the addresses of ours a page links to, without the place on the page."""
    for link in parsed(html).iter("a"):
        target = urlsplit(urljoin(page, link.get("href", "")))
        if not target.netloc and target.scheme == "":
            yield target._replace(fragment="").geturl()


def kind_of(address: str, rule: str) -> tuple[str, tuple[str, ...]]:
    """Return what makes pages alike: their rule and what is said behind the question mark."""
    said = tuple(sorted(name for name, _ in parse_qsl(urlsplit(address).query)))
    return rule, said
