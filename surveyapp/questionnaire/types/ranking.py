"""Options in the order a family gives them."""

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
    first_text,
    needs_options,
    ticked_box,
)
from surveyapp.questionnaire.values import (
    AnswerError,
    Missing,
    Value,
    field_name,
    refused_field_name,
)


class Ranking(Kind):
    """Option codes, the first one first; each option has a field of its own for its rank."""

    name: ClassVar[str] = "ranking"
    reads: ClassVar[Reads | None] = Reads.RANKS
    needs_choices: ClassVar[bool] = True
    gives: ClassVar[Gives] = Gives.CODES
    is_order: ClassVar[bool] = True
    takes: ClassVar[frozenset[str]] = SEVERAL_FIELDS
    option_takes: ClassVar[frozenset[str]] = frozenset({"exclusive"})

    def fields(self, asked: Asked) -> tuple[str, ...]:
        """Return the field of each visible option."""
        return tuple(field_name(asked.question.id, option.code) for option in asked.choices)

    def missing_field(self, asked: Asked) -> str:
        """Return the box beside the ranks."""
        return refused_field_name(asked.question.id)

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read the rank of each option."""
        sent = {
            field: text for field in self.fields(asked) if (text := first_text(raw, field)) != ""
        }
        if not sent:
            return Parsed(ticked_box(asked, raw))
        error = _unreadable(asked, sent) or _doubled(sent) or _broken_rule(asked, sent)
        if error is not None:
            return Parsed(errors=(error,))
        codes = {field_name(asked.question.id, each.code): each.code for each in asked.choices}
        return Parsed(
            tuple(codes[field] for field in sorted(sent, key=lambda each: int(sent[each])))
        )

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep the visible options in their order, when there are still enough."""
        if not isinstance(value, tuple):
            return None
        kept = tuple(dict.fromkeys(code for code in value if code in asked.codes))
        least, most = ranks(asked.question, len(asked.choices))
        return kept if least <= len(kept) <= most else None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return one number for each option: its rank."""
        return tuple(Column(Field.NUMBER, option=option) for option in options)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:
        """Return the ranks; options without one are unanswered, hidden ones were not asked."""
        given = value if isinstance(value, tuple) else ()
        placed = {code: place for place, code in enumerate(given, start=1)}
        return {f".{each.code}": placed.get(each.code, _no_rank(asked, each)) for each in options}

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Rank an allowed number of options."""
        least, most = ranks(asked.question, len(asked.choices))
        codes = [option.code for option in asked.choices]
        return tuple(randomness.sample(codes, randomness.randint(least, most)))

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the rank in the field of each option that has one."""
        given = value if isinstance(value, tuple) else ()
        return {
            field_name(asked.question.id, code): (str(place),)
            for place, code in enumerate(given, start=1)
        }

    def gaps(self, asked: Asked, value: Value | None) -> tuple[str, ...]:
        """Return the first option, where nothing was ranked."""
        is_empty = value is None or value == Missing.UNANSWERED
        return self.fields(asked)[:1] if is_empty else ()

    def texts(self, asked: Asked, value: Value) -> tuple[Mapping[str, str], ...]:
        """Return the wordings in the order of the family."""
        wordings = {option.code: option.text for option in asked.choices}
        given = value if isinstance(value, tuple) else ()
        return tuple(wordings[code] for code in given if code in wordings)

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find too few options, or numbers of ranks that cannot be given."""
        yield from needs_options(options)
        most = len(options) if question.max_choices is None else question.max_choices
        if not 1 <= most <= len(options):
            sentence = f"allows {most} ranks for {len(options)} options"
            yield Flaw("max_choices", sentence, "allow 1 rank up to one for each option")
        elif question.min_choices is not None and not 1 <= question.min_choices <= most:
            sentence = f"asks for {question.min_choices} ranks where {most} are possible"
            yield Flaw("min_choices", sentence, "ask for fewer ranks")


def ranks(question: Question, visible: int) -> tuple[int, int]:
    """Return how many ranks must and may be given when so many options are visible.

    All of them where the question does not say; with ``max_choices`` alone, at least one.
    """
    most = min(question.max_choices or visible, visible)
    default = visible if question.max_choices is None else 1
    return min(question.min_choices or default, most), most


def _no_rank(asked: Asked, option: Option) -> int:
    is_visible = option.code in asked.codes
    return MISSING_CODES[Missing.UNANSWERED if is_visible else Missing.NOT_APPLICABLE]


def _unreadable(asked: Asked, sent: Mapping[str, str]) -> AnswerError | None:
    _, most = ranks(asked.question, len(asked.choices))
    known = {str(rank) for rank in range(1, most + 1)}
    wrong = next((field for field, text in sent.items() if text not in known), None)
    return None if wrong is None else AnswerError(wrong, "unknown_option")


def _doubled(sent: Mapping[str, str]) -> AnswerError | None:
    """Name the second option of a rank that was given twice."""
    taken: set[str] = set()
    for field, rank in sent.items():
        if rank in taken:
            return AnswerError(field, "rank_twice", {"rank": int(rank)})
        taken.add(rank)
    return None


def _broken_rule(asked: Asked, sent: Mapping[str, str]) -> AnswerError | None:
    least, _ = ranks(asked.question, len(asked.choices))
    free = [rank for rank in range(1, len(sent) + 1) if str(rank) not in sent.values()]
    every = (field_name(asked.question.id, option.code) for option in asked.choices)
    open_field = next((field for field in every if field not in sent), next(iter(sent)))
    if len(sent) < least:
        return AnswerError(open_field, "too_few_ranks", {"minimum": least})
    if free:
        return AnswerError(next(iter(sent)), "rank_free", {"rank": free[0]})
    return None


KIND = Ranking()
