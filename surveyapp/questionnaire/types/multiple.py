"""Some options of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    MISSING_CODES,
    SEVERAL_FIELDS,
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    Kind,
    Parsed,
    Raw,
    Reads,
    needs_options,
    said_missing,
)
from surveyapp.questionnaire.values import AnswerError, Missing, Value, field_name


class Multiple(Kind):
    """A set of option codes, in the order of the questionnaire."""

    name: ClassVar[str] = "multiple"
    reads: ClassVar[Reads | None] = Reads.CHOICES
    opens_parts: ClassVar[bool] = True
    needs_choices: ClassVar[bool] = True
    gives: ClassVar[Gives] = Gives.CODES
    takes: ClassVar[frozenset[str]] = SEVERAL_FIELDS
    option_takes: ClassVar[frozenset[str]] = frozenset({"exclusive"})

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read the ticked codes; refused and exclusive options stand alone."""
        return read_codes(asked, field_name(asked.question.id), raw)

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep the visible options, when they still go together."""
        return kept_codes(asked, value)

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one flag for each option."""
        return tuple(Column(Field.FLAG, option=option) for option in options)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:
        """Return 1 for chosen and 0 for other options; hidden options were not asked."""
        return {f".{code}": flag for code, flag in flags(asked, options, value).items()}

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose an exclusive option alone, or an allowed number of others."""
        return example_codes(asked, randomness)

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the codes in the question's field."""
        return {field_name(asked.question.id): value if isinstance(value, tuple) else (str(value),)}

    def texts(self, asked: Asked, value: Value) -> tuple[Mapping[str, str], ...]:
        """Return the wordings of the chosen options."""
        chosen = value if isinstance(value, tuple) else ()
        return tuple(option.text for option in asked.options if option.code in chosen)

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find a choice without options, or a limit that limits nothing."""
        yield from needs_options(options)
        yield from flaws_of_limits(question, options)


def read_codes(asked: Asked, field: str, raw: Raw) -> Parsed:
    """Read the codes ticked under one name; what is no answer stands alone."""
    ticked = frozenset(text.strip() for text in raw.get(field, ())) - {""}
    if not ticked:
        return Parsed()
    known = frozenset(option.code for option in asked.options)
    error = None if ticked <= known else AnswerError(field, "unknown_option")
    error = error or _broken_rule(asked, field, ticked)
    if error is not None:
        return Parsed(errors=(error,))
    missing = said_missing(asked, next(iter(ticked)))
    codes = tuple(option.code for option in asked.choices if option.code in ticked)
    return Parsed(missing or codes)


def kept_codes(asked: Asked, value: object) -> tuple[str, ...] | None:
    """Return the visible ones of some codes; None where they do not go together any more."""
    if not isinstance(value, tuple):
        return None
    kept = tuple(option.code for option in asked.choices if option.code in value)
    return kept if kept and _broken_rule(asked, "", frozenset(kept)) is None else None


def flags(asked: Asked, options: tuple[Option, ...], value: object) -> dict[str, int]:
    """Return code to 1 for chosen and 0 for other options; hidden ones were not asked."""
    chosen = value if isinstance(value, tuple) else ()
    hidden = MISSING_CODES[Missing.NOT_APPLICABLE]
    return {
        option.code: int(option.code in chosen) if option.code in asked.codes else hidden
        for option in options
    }


def example_codes(asked: Asked, randomness: Random) -> tuple[str, ...]:
    """Choose an exclusive option alone, or an allowed number of others."""
    first = randomness.choice(asked.choices)
    others = [option.code for option in asked.choices if not option.exclusive]
    if first.exclusive or not others:
        return (first.code,)
    least = _least(asked)
    most = max(least, min(len(others), asked.question.max_choices or 3))
    chosen = randomness.sample(others, randomness.randint(least, most))
    return tuple(option.code for option in asked.choices if option.code in chosen)


def flaws_of_limits(question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
    """Find limits of the number of choices that limit nothing or cannot be kept."""
    most, least = question.max_choices, question.min_choices
    if most is not None and not 0 < most < len(options):
        sentence = f"allows {most} choices of {len(options)} options"
        yield Flaw("max_choices", sentence, "allow fewer choices than options, or leave it out")
    together = sum(not option.exclusive for option in options)
    if least is not None and not 1 < least <= (together if most is None else min(most, together)):
        sentence = f"asks for {least} choices where {most or together} are possible"
        yield Flaw("min_choices", sentence, "ask for 2 up to the possible number, or leave it out")


def _least(asked: Asked) -> int:
    """Return how many choices are asked for, never more than there are to see."""
    together = sum(not option.exclusive for option in asked.choices)
    return max(1, min(asked.question.min_choices or 1, together))


def _broken_rule(asked: Asked, field: str, ticked: frozenset[str]) -> AnswerError | None:
    alone = {option.code for option in asked.options if option.exclusive}
    if ticked & alone:
        return AnswerError(field, "exclusive") if len(ticked) > 1 else None
    most, least = asked.question.max_choices, _least(asked)
    if most is not None and len(ticked) > most:
        return AnswerError(field, "too_many", {"maximum": most, "number": len(ticked)})
    if len(ticked) < least:
        return AnswerError(field, "too_few", {"minimum": least})
    return None


KIND = Multiple()
