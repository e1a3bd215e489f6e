"""The grammar of texts: wordings with expressions, plurals and selections in braces.

A text is plain but for braces, as in ICU messages: ``{question}``, ``{question|dative}``,
``{count(children), plural, =0 {…} one {…} other {…}}``, ``{care, select, kita {…} other {…}}``. Inside an
arm of a plural ``#`` is the number. A brace meant as a brace stands between apostrophes: ``'{'``; two
apostrophes are one, and a single one anywhere else is itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from surveyapp.questionnaire.expression import Expression, ExpressionError
from surveyapp.questionnaire.expression import parse as parse_expression
from surveyapp.questionnaire.spelling import write

MAX_DEPTH = 6
"""Deepest nesting of arms in arms."""

MAX_LENGTH = 20_000
"""Longest text that is looked into; longer ones hold no placeholders."""

PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""Categories of numbers in the languages of the world."""


class PhraseError(ValueError):
    """A text cannot be read; the message says what is wrong and the cure."""


@dataclass(frozen=True, slots=True)
class Filled:
    """An expression whose value is read here; of an option in one of its forms."""

    expression: Expression
    form: str | None = None


@dataclass(frozen=True, slots=True)
class ItemLabel:
    """The label of the current list item: ``{item}``."""


@dataclass(frozen=True, slots=True)
class Number:
    """The number of the plural around it: ``#``."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of several wordings, by a number (``plural``, ``selectordinal``) or a code (``select``)."""

    kind: str
    expression: Expression
    arms: Mapping[str, Phrase]

    def __hash__(self) -> int:
        """Hash without the arms, which no dictionary key needs."""
        return hash((self.kind, self.expression))


Part: TypeAlias = str | Filled | ItemLabel | Number | Chosen
Phrase: TypeAlias = tuple[Part, ...]
"""A text as its parts."""

_KINDS = ("plural", "select", "selectordinal")
_FORM = re.compile(r"[a-z][a-z0-9_]*")
_KEY = re.compile(r"\s*(=\d{1,9}|[A-Za-z0-9_.+-]{1,60})\s*\{")
_KIND = re.compile(r"\s*([a-z]+)\s*,")


@lru_cache(maxsize=4096)
def read(text: str) -> Phrase:
    """Read a text.

    Raises
    ------
    PhraseError
        If its braces do not make sense.
    """
    if not is_phrase(text):
        return (text,)
    if len(text) > MAX_LENGTH:
        message = f"has {len(text)} characters; placeholders are read in texts up to {MAX_LENGTH}"
        raise PhraseError(message)
    reader = _Reader(text)
    phrase = reader.phrase(0, in_plural=False)
    if reader.place < len(text):
        message = f"closes a brace at “{text[reader.place :][:20]}” that was not opened"
        raise PhraseError(message)
    return phrase


def is_phrase(text: str) -> bool:
    """Say whether a text holds anything but itself."""
    return "{" in text or "}" in text or "''" in text


def mistake(text: str) -> str:
    """Return what is wrong with the placeholders of a text; empty where nothing is."""
    try:
        read(text)
    except PhraseError as error:
        return str(error)
    return ""


def quoted(text: str) -> str:
    """Return plain words as a text that reads exactly so, braces and all."""
    if not is_phrase(text):
        return text
    return re.sub(r"[{}]+", r"'\g<0>'", text.replace("'", "''"))


def spelled(phrase: Phrase, *, in_plural: bool = False) -> str:
    """Write a phrase so that reading it gives the same one."""
    return "".join(_spelled(part, in_plural) for part in phrase)


def _spelled(part: Part, in_plural: bool) -> str:  # noqa: FBT001 - goes down with the parts
    if isinstance(part, str):
        # An apostrophe is doubled only where it would begin something else.
        words = re.sub(r"'(?=['{}#]|$)", "''", part)
        return re.sub(r"[{}#]+" if in_plural else r"[{}]+", r"'\g<0>'", words)
    if isinstance(part, Filled):
        return f"{{{write(part.expression)}{f'|{part.form}' if part.form else ''}}}"
    if isinstance(part, Chosen):
        inside = in_plural or part.kind != "select"
        arms = (f"{key} {{{spelled(arm, in_plural=inside)}}}" for key, arm in part.arms.items())
        return f"{{{write(part.expression)}, {part.kind}, {' '.join(arms)}}}"
    return "#" if isinstance(part, Number) else "{item}"


def parts_of(text: str) -> Iterator[Filled | Chosen | ItemLabel]:
    """Iterate over everything in a text that is filled, in arms as well; nothing if it is broken."""
    try:
        yield from _filled(read(text))
    except PhraseError:
        return


def _filled(phrase: Phrase) -> Iterator[Filled | Chosen | ItemLabel]:
    for part in phrase:
        if isinstance(part, (Filled, Chosen, ItemLabel)):
            yield part
        if isinstance(part, Chosen):
            for arm in part.arms.values():
                yield from _filled(arm)


def placeholders(text: str) -> frozenset[str]:
    """Return what a text asks for, as written: ids, ``item``, ``row``, expressions; none if broken."""
    return frozenset(
        "item" if isinstance(part, ItemLabel) else write(part.expression) for part in parts_of(text)
    )


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def phrase(self, depth: int, *, in_plural: bool) -> Phrase:
        """Read up to the closing brace that belongs to somebody else, or to the end."""
        if depth > MAX_DEPTH:
            message = f"is nested too deeply (at most {MAX_DEPTH} levels)"
            raise PhraseError(message)
        parts: list[Part] = []
        plain: list[str] = []
        while self.place < len(self.text) and self.text[self.place] != "}":
            part = self._part(depth, in_plural=in_plural)
            if isinstance(part, str):
                plain.append(part)
                continue
            parts += ["".join(plain), part] if plain else [part]
            plain = []
        return tuple([*parts, "".join(plain)] if plain else parts)

    def _part(self, depth: int, *, in_plural: bool) -> Part:
        sign = self.text[self.place]
        if sign == "'":
            return self._apostrophe(in_plural=in_plural)
        self.place += 1
        if sign == "{":
            return self._placeholder(depth, in_plural=in_plural)
        return Number() if sign == "#" and in_plural else sign

    def _apostrophe(self, *, in_plural: bool) -> str:
        following = self.text[self.place + 1 : self.place + 2]
        self.place += 1
        if following == "'":
            self.place += 1
            return "'"
        opens = following in ("{", "}") or (in_plural and following == "#")
        if not following or not opens:
            return "'"
        match = re.compile(r"((?:[^']|'')*)('|$)").match(self.text, self.place)
        if match is None:  # cannot be: the pattern fits at every place
            raise PhraseError("has an apostrophe that cannot be read")
        self.place = match.end()
        return match[1].replace("''", "'")

    def _placeholder(self, depth: int, *, in_plural: bool) -> Part:
        start = self.place
        stop = self._end_of_expression()
        written = self.text[start:stop].strip()
        self.place = stop + 1
        sign = self.text[stop]
        if sign == ",":
            return self._chosen(_expression(written), depth, in_plural=in_plural)
        form = self._form() if sign == "|" else None
        if written == "item":
            return ItemLabel()
        return Filled(_expression(written), form)

    def _end_of_expression(self) -> int:
        """Return where an expression ends: at a closing brace, comma or bar outside its brackets."""
        depth, quote = 0, ""
        for place in range(self.place, len(self.text)):
            sign = self.text[place]
            if quote:
                quote = "" if sign == quote else quote
            elif sign in "'\"":
                quote = sign
            elif sign in "([":
                depth += 1
            elif sign in ")]":
                depth -= 1
            elif sign == "}" or (sign in ",|" and depth == 0):
                return place
        message = f"opens a brace at “{self.text[self.place - 1 :][:20]}” and never closes it"
        raise PhraseError(message)

    def _form(self) -> str:
        stop = self.text.find("}", self.place)
        form = self.text[self.place : stop].strip() if stop >= 0 else ""
        if not _FORM.fullmatch(form):
            message = "has no form behind “|”; write for example {care|dative}"
            raise PhraseError(message)
        self.place = stop + 1
        return form

    def _chosen(self, expression: Expression, depth: int, *, in_plural: bool) -> Chosen:
        match = _KIND.match(self.text, self.place)
        if match is None or match[1] not in _KINDS:
            said = self.text[self.place : self.place + 20].strip()
            message = f"cannot read “{said}”; after the comma stands plural, or select"
            raise PhraseError(message)
        self.place = match.end()
        kind = match[1]
        arms = dict(self._arms(kind, depth, in_plural=in_plural or kind != "select"))
        if "other" not in arms:
            message = f"has a {kind} without “other {{…}}”, which every {kind} needs"
            raise PhraseError(message)
        return Chosen(kind, expression, arms)

    def _arms(self, kind: str, depth: int, *, in_plural: bool) -> Iterator[tuple[str, Phrase]]:
        while match := _KEY.match(self.text, self.place):
            key = match[1]
            if kind != "select" and not key.startswith("=") and key not in PLURALS:
                message = f"has “{key}” in a {kind}; write =0, one, few, many or other"
                raise PhraseError(message)
            self.place = match.end()
            phrase = self.phrase(depth + 1, in_plural=in_plural)
            self._close()
            yield key, phrase
        self.place += len(self.text[self.place :]) - len(self.text[self.place :].lstrip())
        self._close()

    def _close(self) -> None:
        if self.text[self.place : self.place + 1] != "}":
            said = self.text[self.place : self.place + 20]
            message = f"needs “}}” before “{said}”" if said else "opens a brace and never closes it"
            raise PhraseError(message)
        self.place += 1


def _expression(written: str) -> Expression:
    try:
        return parse_expression(written)
    except ExpressionError as error:
        message = f"has a mistake in braces: {error}"
        raise PhraseError(message) from None
