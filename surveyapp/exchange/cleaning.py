"""Texts of other systems, which may hold HTML and Markdown, as the plain texts of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

LONGEST = 10_000
"""Characters of one text that are read; families are shown a fifth of it at most."""

PICTURES = frozenset({"img", "audio", "video", "iframe", "object", "embed", "svg", "canvas"})
"""Elements that show something which is no text."""

_SILENT = frozenset({"script", "style", "head", "template", "noscript", "title", "math"})
_SILENT_WHOLE = _SILENT | {"iframe", "object", "svg", "canvas", "audio", "video"}
_VOID = frozenset({"br", "hr", "img", "input", "embed", "link", "meta", "source", "wbr", "base"})
_BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "table", "tr", "section", "article", "header", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "dl", "dt", "dd"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "body", "button", "center", "cite", "code", "del", "em", "fieldset"}
    | {"font", "html", "i", "ins", "kbd", "label", "legend", "li", "mark", "option", "q", "s"}
    | {"select", "small", "span", "strike", "strong", "sub", "sup", "tbody", "td", "textarea"}
    | {"tfoot", "th", "thead", "tt", "u", "var", "caption", "col", "colgroup", "details"}
    | {"figure", "figcaption", "main", "nav", "summary", "time", "marquee", "frame", "frameset"}
)
_KNOWN = _SILENT_WHOLE | _VOID | _BLOCKS | _INLINE


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without markup."""

    text: str
    #: What was lost that a family would have met, sorted: ``img``, ``onclick``, ``script``.
    removed: tuple[str, ...] = ()
    #: Whether there was markup at all, such as bold type.
    was_marked: bool = False


class _Reader(HTMLParser):
    """Collects what can be read aloud of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.removed: set[str] = set()
        self.was_marked = False
        self._silent: list[str] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._is_element(tag, attrs):
            self._say(self.get_starttag_text() or "")
            return
        self.was_marked = True
        if tag in _SILENT | PICTURES:
            self.removed.add(tag)
        if tag in _SILENT_WHOLE and tag not in _VOID:
            self._silent.append(tag)
        self._say({"br": "\n", "li": "\n– ", "td": " ", "th": " "}.get(tag, ""))
        self._say("\n\n" if tag in _BLOCKS else "")
        given = {name: value or "" for name, value in attrs}
        self._link = given.get("href", "") if tag == "a" else self._link
        self._say(given.get("alt", "") if tag == "img" else "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in self._silent:
            self._silent.remove(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _KNOWN:
            self._say(f"</{tag}>")
            return
        self.was_marked = True
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        self._say("\n\n" if tag in _BLOCKS else "")
        if tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        self._say(re.sub(r"[ \t\r\f\v]+", " ", data))

    def _is_element(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        """Say whether this is HTML and not somebody writing <name>; note what could run."""
        handlers = {name for name, value in attrs if name.startswith("on") and value}
        runs = {"javascript:" for _, value in attrs if _runs(value or "")}
        self.removed |= handlers | runs
        return tag in _KNOWN or bool(handlers | runs)

    def _end_link(self) -> None:
        link, self._link = self._link, ""
        if link.startswith(("https://", "http://")) and link not in "".join(self.parts[-3:]):
            self._say(f" ({link})")

    def _say(self, text: str) -> None:
        if text and not self._silent:
            self.parts.append(text)


def _runs(value: str) -> bool:
    plain = re.sub(r"[\s\x00-\x1f]", "", value[:200]).lower()
    return plain.startswith(("javascript:", "vbscript:", "data:text/html"))


def plain(markup: str, *, markdown: bool = False) -> Plain:
    """Return a text without HTML, and with ``markdown`` without the usual Markdown signs.

    What runs or shows pictures is left out with its content and named; words, line breaks, list
    dashes and the addresses of links stay. Something like ``<name>`` or ``a < b`` is no markup.
    """
    text, removed, was_marked = markup[:LONGEST], set[str](), False
    if len(markup) > LONGEST:
        removed.add(f"> {LONGEST}")
    if "<" in text or "&" in text:
        reader = _Reader()
        last = text.rfind(">") + 1  # what never closes is no tag, and slow to find out
        reader.feed(text[:last] + text[last:].replace("<", "&lt;"))
        reader.close()
        text, was_marked = "".join(reader.parts), reader.was_marked
        removed |= reader.removed
    if markdown:
        unmarked = _without_markdown(text)
        text, was_marked = unmarked, was_marked or unmarked != text
    return Plain(_tidy(text), tuple(sorted(removed)), was_marked)


_MARKDOWN = (
    (re.compile(r"!\[([^\[\]\n]{0,500})\]\([^()\s]{0,500}\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\((https?://[^()\s]{1,500})\)"), r"\1 (\2)"),
    (re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\s]{0,500}\)"), r"\1"),
    (re.compile(r"^#{1,6} +", re.MULTILINE), ""),
    (re.compile(r"\*\*(?=\S)([^*\n]{1,500})(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)([^_\n]{1,500})(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w{])_(?=[^\s_])([^_{}\n]{1,500})(?<=\S)_(?![\w}])"), r"\1"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"^[*+-] +", re.MULTILINE), "– "),
    (re.compile(r"\\([\\`*_#\[\]<>-])"), r"\1"),
)


def _without_markdown(text: str) -> str:
    for sign, kept in _MARKDOWN:
        text = sign.sub(kept, text)
    return text


def _tidy(text: str) -> str:
    """Return a text without control characters, blanks at line ends and heaps of empty lines."""
    text = "".join(sign for sign in text.replace("\xa0", " ") if sign == "\n" or sign.isprintable())
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


Place = Callable[[re.Match[str]], str | None]
"""Gives our placeholder, braces and all, for one of another system; None leaves it as it stands."""


def with_placeholders(text: str, pattern: re.Pattern[str], place: Place) -> str:
    """Return a text in our grammar: placeholders of another system become ours, the rest is said.

    Braces and apostrophes that stand for themselves are quoted as ICU does.
    """
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        ours = place(match)
        if ours is not None:
            parts += (said(text[end : match.start()], before_brace=True), ours)
            end = match.end()
    return "".join((*parts, said(text[end:])))


def said(text: str, *, before_brace: bool = False) -> str:
    """Return words that stand for themselves, quoted where our grammar would read more into them.

    ``before_brace`` says that a placeholder follows: an apostrophe at the end would quote it.
    """

    def quoted(match: re.Match[str]) -> str:
        """Quote a run of braces with the apostrophes around it, else double what would quote."""
        run = match[0].replace("'", "''")
        if "{" in run or "}" in run:
            return f"'{run}'"
        opens = before_brace and match.end() == len(text)
        return run if opens or len(match[0]) > 1 else match[0]

    return re.sub(r"['{}]+", quoted, text)
