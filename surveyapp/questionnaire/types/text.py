"""Free text, stored apart from all other answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import Any, ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    PATTERN_FIELDS,
    Asked,
    Column,
    Flaw,
    Gives,
    Kind,
    Parsed,
    Raw,
    ticked_box,
)
from surveyapp.questionnaire.values import RESERVED_CODES, AnswerError, Value, field_name

LONGEST = 2000
"""Characters a free text may have at most; the store takes no more."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, among them those that would turn the words around a text."""


class Text(Kind):
    """What a family writes in its own words."""

    name: ClassVar[str] = "text"
    shows_limits: ClassVar[bool] = True
    gives: ClassVar[Gives] = Gives.NOTHING
    offers_refuse: ClassVar[bool] = False
    is_stored_apart: ClassVar[bool] = True
    takes: ClassVar[frozenset[str]] = PATTERN_FIELDS | {"lines"}

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read a text; characters that no keyboard makes are taken out."""
        field = field_name(asked.question.id)
        text = clean(next(iter(raw.get(field, ())), ""), is_line=asked.question.lines == 1)
        if not text:
            return Parsed(ticked_box(asked, raw))
        if not fits(asked.question.pattern, text):
            return Parsed(errors=(AnswerError(field, "pattern"),))
        most = _maximum(asked)
        if len(text) > most:
            params = {"maximum": most, "length": len(text)}
            return Parsed(errors=(AnswerError(field, "too_long", params),))
        # Whoever writes just "refused" wrote something, which must not become a missing code.
        return Parsed(text.capitalize() if text in RESERVED_CODES else text)

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep a text that is not too long and fits its pattern."""
        is_text = isinstance(value, str) and 0 < len(value) <= _maximum(asked)
        return value if is_text and fits(asked.question.pattern, str(value)) else None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return no column: texts are read, not counted."""
        return ()

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return no number."""
        return {}

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Write one of a few short wishes."""
        wishes = ("Mehr Busse am Abend.", "Ein Spielplatz mit Schatten.", "Alles gut so, danke.")
        return randomness.choice(wishes)[: _maximum(asked)]

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the text in the question's field."""
        return {field_name(asked.question.id): (str(value),)}

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find a text that must be written, or one longer than the store takes."""
        if question.required:
            yield Flaw("required", "makes families write", "set required: false; words are a gift")
        if isinstance(question.maximum, float) and not 0 < question.maximum <= LONGEST:
            yield Flaw(
                "maximum", f"allows {question.maximum:g} characters", f"allow 1 to {LONGEST}"
            )

        if question.pattern is not None and not is_pattern(question.pattern):
            cure = "write one that RE2 reads; it knows no look-ahead and no back reference"
            yield Flaw("pattern", "is no regular expression", cure)
        if question.pattern is not None and question.pattern_hint is None:
            cure = "say in pattern_hint what a right text looks like, with an example"
            yield Flaw("pattern", "is not explained to families", cure)


def fits(pattern: str | None, text: str) -> bool:
    """Say whether the whole of a text matches a pattern; no pattern fits every text."""
    return pattern is None or bool(_compiled(pattern).fullmatch(text))


def is_pattern(pattern: str) -> bool:
    """Say whether a pattern can be read."""
    try:
        _compiled(pattern)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:  # noqa: ANN401 - the library has no types
    import re2  # noqa: PLC0415 - needed by few questionnaires; answers in time however it is written

    quiet = re2.Options()
    quiet.log_errors = False
    try:
        return re2.compile(pattern, quiet)
    except re2.error as error:
        message = f"{pattern!r} is no regular expression of RE2: {error}"
        raise ValueError(message) from None


def clean(text: str, *, is_line: bool = False) -> str:
    """Return a text with plain line ends, or none at all, and without control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_line:
        lines = " ".join(lines.split())
    return _CONTROL.sub("", lines).strip()


def _maximum(asked: Asked) -> int:
    return LONGEST if asked.maximum is None else int(asked.maximum)


KIND = Text()
