"""What all drafts of questions share: texts still HTML, conditions still ExpressionScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.names import Holds, Named, Ref
from surveyapp.exchange.limesurvey.sayings import as_number
from surveyapp.exchange.limesurvey.source import Asked, Part
from surveyapp.exchange.names import Names
from surveyapp.questionnaire.model import Option, Question, Row, Text
from surveyapp.questionnaire.values import RESERVED_CODES

OTHER_CODE = "-oth-"
"""Code of "other" in the answers of LimeSurvey."""


@dataclass
class Draft:
    """One question of ours, before its texts and conditions are read."""

    question: Question
    #: Conditions in ExpressionScript, all of which must hold.
    shows: tuple[str, ...] = ()
    #: What must hold, in ExpressionScript, with what is said otherwise and what ``this`` is.
    checks: tuple[tuple[str, Text, tuple[Ref, ...]], ...] = ()
    #: Limits and value in ExpressionScript.
    minimum: str = ""
    maximum: str = ""
    value: str = ""


@dataclass
class Drafted:
    """What one question of LimeSurvey becomes: none, one or several of ours."""

    drafts: list[Draft] = field(default_factory=list)
    variables: list[Named] = field(default_factory=list)


@dataclass
class Desk:
    """What a drafting function needs beside its question."""

    ledger: Ledger
    names: Names
    #: All questions of the file by code.
    by_code: Mapping[str, Asked]


Drafting: TypeAlias = Callable[[Asked, Desk], Drafted]
"""One function for each question type of LimeSurvey."""


def draft(asked: Asked, desk: Desk, type_: str, **more: object) -> Draft:
    """Return a draft with what every question has."""
    question = Question(
        id=desk.names.id_of(asked.code),
        type=type_,
        text=asked.texts,
        hint=asked.helps if any(asked.helps.values()) else None,
        required=asked.mandatory == "Y",
        rotate=_is_shuffled(asked),
    )
    return Draft(replace(question, **more))  # type: ignore[arg-type]


def _is_shuffled(asked: Asked) -> bool:
    orders = [asked.attributes.get(name) for name in ("answer_order", "subquestion_order")]
    return asked.attributes.is_on("random_order") or "random" in orders


def codes_of(parts: Iterable[Part]) -> dict[str, str]:
    """Return the codes of answers as ours: lower-case, none twice, none reserved."""
    return _codes(parts, r"[^a-z0-9_+-]+", r"[a-z0-9].*")


def row_codes_of(parts: Iterable[Part]) -> dict[str, str]:
    """Return the codes of rows as ours, which expressions can name: they begin with a letter."""
    return _codes(parts, r"[^a-z0-9_]+", r"[a-z].*")


def _codes(parts: Iterable[Part], unwanted: str, begins: str) -> dict[str, str]:
    given: dict[str, str] = {}
    taken = {*RESERVED_CODES, *_WORDS, "other"}
    for part in parts:
        stem = re.sub(unwanted, "_", part.code.lower()).strip("_")[:50] or "x"
        stem = stem if re.fullmatch(begins, stem) else f"r{stem}"
        numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
        code = (
            next(each for each in (stem, *numbered) if each not in taken) if stem in taken else stem
        )
        given[part.code] = code
        taken.add(code)
    return given


_WORDS = frozenset({"and", "or", "not", "in", "has", "has_any", "has_all"})


def options_of(asked: Asked, parts: Sequence[Part], codes: Mapping[str, str]) -> tuple[Option, ...]:
    """Return answers or subquestions as options, with points where each has its own."""
    points = [as_number(part.points) or 0 for part in parts]
    is_scored = any(points) and len(set(points)) == len(points)
    return tuple(
        Option(
            code=codes[part.code],
            text=part.texts,
            value=value if is_scored else None,
            show=part_condition(asked, part),
        )
        for part, value in zip(parts, points, strict=True)
    )


def rows_of(asked: Asked, parts: Sequence[Part], codes: Mapping[str, str]) -> tuple[Row, ...]:
    """Return subquestions as rows."""
    return tuple(Row(codes[part.code], part.texts, part_condition(asked, part)) for part in parts)


def part_condition(asked: Asked, part: Part) -> str | None:
    """Return under which condition a subquestion is shown: its own, and those of array filters."""
    filters = asked.filters.get(part.code, ())
    said = [each for each in (part.relevance, *filters) if each not in {"", "1"}]
    return " and ".join(f"({each})" for each in said) if said else None


def code_ref(asked: Asked, name: str, parts: Iterable[Part], codes: Mapping[str, str]) -> Ref:
    """Return the variable of a choice."""
    points = {part.code: as_number(part.points) or 0 for part in parts}
    return Ref(Holds.CODE, name, dict(codes), points, question=asked.code)


def text_draft(desk: Desk, code: str, text: Text, lines: int, *, required: bool = False) -> Draft:
    """Return a draft of a free text that LimeSurvey kept inside another question."""
    question = Question(
        id=desk.names.id_of(code), type="text", text=text, lines=lines, required=required
    )
    return Draft(question)


def choice_limits(asked: Asked) -> dict[str, int | bool | None]:
    """Return how many answers may be chosen: at least one is simply required.

    Limits that are expressions stay behind for the remarks.
    """
    least, most = (_whole_limit(asked, name) for name in ("min_answers", "max_answers"))
    limits: dict[str, int | bool | None] = {"max_choices": most}
    if least == 1:
        limits["required"] = True
    elif least:
        limits["min_choices"] = least
    return limits


def _whole_limit(asked: Asked, name: str) -> int | None:
    said = next(iter(asked.attributes.values.get(name, {}).values()), "")
    number = as_number(said)
    if number is None:
        return None
    asked.attributes.get(name)
    return int(number) if number > 0 else None


def note_change(desk: Desk, asked: Asked, german: str, english: str) -> None:
    """Note that a question came over with a change."""
    desk.ledger.change(asked.name, german, english)


def note_drop(desk: Desk, asked: Asked, german: str, english: str) -> Drafted:
    """Note that a question did not come over, and return what is left of it: nothing."""
    desk.ledger.drop(asked.name, german, english)
    return Drafted()


def nothing(asked: Asked) -> list[Named]:
    """Return the variables of a question that expressions cannot look at any more."""
    gone = Ref(Holds.NOTHING, "", question=asked.code)
    own = [Named("", "", gone)]
    return own + [Named(f"_{part.code}", part.code, gone) for part in asked.subs]


def joined(first: Text, second: Text, between: str = " – ") -> dict[str, str]:
    """Return two texts as one, in every language of the first."""
    fallback = next(iter(second.values()), "")
    return {
        language: f"{said}{between}{second.get(language) or fallback}".strip(" –")
        for language, said in first.items()
    }
