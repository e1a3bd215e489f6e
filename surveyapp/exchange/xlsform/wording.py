"""Labels and hints of a form as texts of ours: languages by their codes, answers put in by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveyapp.exchange.cleaning import plain, with_placeholders
from surveyapp.exchange.report import short
from surveyapp.exchange.xlsform.form import PLAIN, Form, Node
from surveyapp.exchange.xlsform.ledger import Ledger
from surveyapp.exchange.xlsform.pieces import Symbol
from surveyapp.exchange.xlsform.routes import common

REFERENCE = re.compile(r"\$\{\s*(?P<name>(?:last-saved#)?[^{}\s]+)\s*\}")

_BRACKETED = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_KNOWN: Mapping[str, str] = {
    **dict.fromkeys(("german", "deutsch", "allemand"), "de"),
    **dict.fromkeys(("english", "englisch", "anglais", "eng"), "en"),
    **dict.fromkeys(("french", "français", "francais", "französisch"), "fr"),
    **dict.fromkeys(("spanish", "español", "espanol", "spanisch"), "es"),
    **dict.fromkeys(("arabic", "العربية", "arabisch"), "ar"),
    **dict.fromkeys(("ukrainian", "українська", "ukrainisch"), "uk"),
    **dict.fromkeys(("russian", "русский", "russisch"), "ru"),
    **dict.fromkeys(("turkish", "türkçe", "türkisch"), "tr"),
    **dict.fromkeys(("polish", "polski", "polnisch"), "pl"),
    **dict.fromkeys(("romanian", "română", "rumänisch"), "ro"),
    **dict.fromkeys(("portuguese", "português", "portugues"), "pt"),
    **dict.fromkeys(("italian", "italiano", "italienisch"), "it"),
    **dict.fromkeys(("persian", "farsi", "dari"), "fa"),
    **dict.fromkeys(("swahili", "kiswahili"), "sw"),
    **dict.fromkeys(("leichte sprache", "de-easy"), "de-easy"),
}
_GERMAN_WORDS = frozenset(
    {"der", "die", "das", "und", "ist", "sie", "ihr", "ihre", "wie", "viele", "haben", "welche"}
    | {"oder", "nicht"}
)
_ENGLISH_WORDS = frozenset(
    {"the", "and", "is", "you", "your", "how", "many", "have", "which", "or", "not", "what"}
    | {"of", "do", "are"}
)

COLUMNS: tuple[tuple[str, ...], ...] = (
    ("label",),
    ("hint",),
    ("guidance_hint",),
    ("bind", "jr:constraintMsg"),
)


class Wording:
    """Makes texts of the cells of one form."""

    def __init__(self, form: Form, ledger: Ledger, symbol_of: Callable[[Node], Symbol]) -> None:
        """Find the languages of the form."""
        self._form = form
        self._ledger = ledger
        self._symbol_of = symbol_of
        self._codes = _codes(form, ledger)
        self._gaps: dict[str, list[int]] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the codes of all languages, the default one first."""
        return tuple(dict.fromkeys(self._codes.values()))

    def text(
        self,
        given: Any,  # noqa: ANN401 - a cell, or a group of them by language
        row: int,
        node: Node | None = None,
        sheet: str = "survey",
    ) -> dict[str, str]:
        """Return a cell as a text; empty where nothing is written."""
        cells = given if isinstance(given, Mapping) else {PLAIN: given}
        found: dict[str, str] = {}
        for language, written in cells.items():
            code = self._codes.get(str(language)) or self._codes.get(PLAIN) or self.languages[0]
            if isinstance(written, str) and written.strip():
                said = self._said(written, row, node, sheet)
                if said and (language != PLAIN or code not in found):
                    found[code] = said
        return {code: found[code] for code in self.languages if code in found}

    def note_gaps(self, text: Mapping[str, str], row: int, sheet: str = "survey") -> None:
        """Note which languages a text lacks."""
        for code in self.languages:
            if text and code not in text:
                self._ledger.change(
                    row,
                    f"die Übersetzung {code} fehlt; die Familie liest eine andere Sprache",
                    f"the translation {code} is missing; families read another language",
                    sheet,
                )

    def _said(self, written: str, row: int, node: Node | None, sheet: str) -> str:
        cleaned = plain(written, markdown=True)
        for each in cleaned.removed:
            self._ledger.drop(
                row, f"„{each}“ im Text entfällt", f"“{each}” in the text is left out", sheet
            )
        return with_placeholders(
            cleaned.text, REFERENCE, lambda match: self._place(match, row, node)
        )

    def _place(self, match: re.Match[str], row: int, node: Node | None) -> str:
        found = self._form.named(match["name"].removeprefix("last-saved#"))
        symbol = self._symbol_of(found) if found is not None else None
        is_known = (
            symbol is not None
            and symbol.kind not in ("none", "moment")
            and not match["name"].startswith("last-saved#")
            and node is not None
            and symbol.place < node.place
            and common(symbol.repeats, node) == len(symbol.repeats)
            and "." not in symbol.name
        )
        if is_known and symbol is not None:
            return symbol.words or f"{{{symbol.name}}}"
        self._ledger.change(
            row,
            f"statt ${{{match['name']}}} steht „…“ im Text: die Antwort ist dort nicht bekannt",
            f"“…” stands for ${{{match['name']}}} in the text: the answer is not known there",
        )
        return "…"


def _codes(form: Form, ledger: Ledger) -> dict[str, str]:
    """Return the code of each language of the form, the default language first."""
    default = str(form.settings.get("default_language") or PLAIN)
    names = Counter(_languages(form))
    codes: dict[str, str] = {}
    named = [each for each in dict.fromkeys((default, *names)) if each != PLAIN]
    for name in named:
        code = _code_of(name)
        codes[name] = code if code not in codes.values() else f"{code}-x{len(codes)}"
    if default != PLAIN:
        return {**codes, PLAIN: codes[default]}
    is_in_labels = any(PLAIN in _languages_of(node.cells, ("label",)) for node in form.nodes)
    if is_in_labels or not codes:
        return {PLAIN: _guessed(form, ledger), **codes}
    return {**codes, PLAIN: next(iter(codes.values()))}


def _languages(form: Form) -> Iterator[str]:
    for node in form.nodes:
        for keys in COLUMNS:
            yield from _languages_of(node.cells, keys)
    for choices in form.choices.values():
        for choice in choices:
            yield from _languages_of(choice.cells, ("label",))


def _languages_of(cells: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    value: Any = cells
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, Mapping):
        yield from (str(each) for each in value)
    elif value:
        yield PLAIN


def _code_of(name: str) -> str:
    bracketed = _BRACKETED.search(name)
    if bracketed:
        return bracketed[1].replace("_", "-").lower()
    lower = name.strip().lower()
    known = _KNOWN.get(lower) or next(
        (_KNOWN[each] for each in _KNOWN if each in lower.split()), None
    )
    if known:
        return known
    if _CODE.fullmatch(lower.replace("_", "-")):
        return lower.replace("_", "-")
    letters = re.sub(r"[^a-z]", "", lower)
    return f"x-{letters[:8]}" if letters else "und"


def _guessed(form: Form, ledger: Ledger) -> str:
    """Return German or English, whichever the labels look like; nobody wrote which it is."""
    words: Counter[str] = Counter()
    for node in form.nodes:
        label = node.cells.get("label")
        said = label.get(PLAIN, "") if isinstance(label, Mapping) else label
        words.update(re.findall(r"[a-zäöüß]+", str(said or "").lower()))
    german = sum(words[each] for each in _GERMAN_WORDS) + sum(
        number for word, number in words.items() if re.search("[äöüß]", word)
    )
    english = sum(words[each] for each in _ENGLISH_WORDS)
    code = "de" if german > english else "en"
    ledger.change(
        0,
        f"die Sprache der Texte ist nicht genannt; sie gelten als „{code}“",
        f"the language of the texts is not named; they are taken as “{code}”",
        "settings",
    )
    return code


def quoted(text: str) -> str:
    """Return a text of the form as remarks quote it."""
    return f"„{short(text)}“"
