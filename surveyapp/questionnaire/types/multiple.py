"""Some options of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    MISSING_CODES,
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    Kind,
    Parsed,
    Raw,
    needs_options,
)
from surveyapp.questionnaire.values import AnswerError, Missing, Value, field_name


class Multiple(Kind):
    """A set of option codes, in the order of the questionnaire."""

    name: ClassVar[str] = "multiple"
    needs_choices: ClassVar[bool] = True
    gives: ClassVar[Gives] = Gives.CODES

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read the ticked codes; refused and exclusive options stand alone."""
        field = field_name(asked.question.id)
        ticked = frozenset(text.strip() for text in raw.get(field, ())) - {""}
        known = asked.codes | ({str(Missing.REFUSED)} if asked.refuse else frozenset())
        if not ticked:
            return Parsed()
        key = "" if ticked <= known else "unknown_option"
        key = key or _broken_rule(asked, ticked)
        if key:
            return Parsed(errors=(AnswerError(field, key, _params(asked, key)),))
        if Missing.REFUSED in ticked:
            return Parsed(Missing.REFUSED)
        return Parsed(tuple(option.code for option in asked.choices if option.code in ticked))

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep the visible options, when they still go together."""
        if not isinstance(value, tuple):
            return None
        kept = tuple(option.code for option in asked.choices if option.code in value)
        return kept if kept and not _broken_rule(asked, frozenset(kept)) else None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one flag for each option."""
        return tuple(Column(Field.FLAG, option=option) for option in options)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:
        """Return 1 for chosen and 0 for other options; hidden options were not asked."""
        chosen = value if isinstance(value, tuple) else ()
        hidden = MISSING_CODES[Missing.NOT_APPLICABLE]
        return {
            f".{option.code}": int(option.code in chosen) if option.code in asked.codes else hidden
            for option in options
        }

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose an exclusive option alone, or up to the allowed number of others."""
        first = randomness.choice(asked.choices)
        if first.exclusive:
            return (first.code,)
        others = [option.code for option in asked.choices if not option.exclusive]
        most = min(len(others), asked.question.max_choices or 3)
        chosen = randomness.sample(others, randomness.randint(1, most))
        return tuple(option.code for option in asked.choices if option.code in chosen)

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
        most = question.max_choices
        if most is not None and not 0 < most < len(options):
            sentence = f"allows {most} choices of {len(options)} options"
            yield Flaw("max_choices", sentence, "allow fewer choices than options, or leave it out")


def _broken_rule(asked: Asked, ticked: frozenset[str]) -> str:
    alone = {option.code for option in asked.options if option.exclusive}
    if len(ticked) > 1 and ticked & alone:
        return "exclusive"
    most = asked.question.max_choices
    return "too_many" if most is not None and len(ticked) > most else ""


def _params(asked: Asked, key: str) -> Mapping[str, int]:
    return {"maximum": asked.question.max_choices or 0} if key == "too_many" else {}


KIND = Multiple()
