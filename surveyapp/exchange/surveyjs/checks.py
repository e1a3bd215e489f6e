"""Validators of SurveyJS as limits, patterns and checks of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from surveyapp.exchange.surveyjs.conditions import condition, piping
from surveyapp.exchange.surveyjs.json_file import Json, items, number_of
from surveyapp.exchange.surveyjs.pieces import Piece, Place
from surveyapp.questionnaire.model import Constraint, Option, Question, Text
from surveyapp.questionnaire.types.text import is_pattern

_KNOWN = frozenset({"numeric", "text", "regex", "email", "expression", "answercount"})


@dataclass(frozen=True, slots=True)
class TextRules:
    """What the validators of a text field demand."""

    limits: Mapping[str, float] = field(default_factory=dict)
    lengths: Mapping[str, float] = field(default_factory=dict)
    pattern: str | None = None
    hint: Text | None = None


def validators(place: Place) -> Iterator[tuple[str, Json, str]]:
    """Iterate over kind, validator and path; unknown kinds are refused, as nothing would be checked."""
    for n, each in enumerate(items(place.element.get("validators"))):
        where = f"validators[{n}]"
        said = each if isinstance(each, dict) else {}
        kind = str(said.get("type", "")).strip().lower().removesuffix("validator")
        if kind in _KNOWN:
            yield kind, said, where
        else:
            place.refuse(
                where,
                f"die Prüfung „{kind}“ gibt es in SurveyJS nicht",
                f"there is no validator “{kind}” in SurveyJS",
            )


def text_rules(place: Place) -> TextRules:
    """Return limits, lengths and pattern of a text field."""
    limits: dict[str, float] = {}
    lengths: dict[str, float] = {}
    pattern, hint = None, None
    for kind, said, where in validators(place):
        if kind in ("numeric", "text") and said.get("text"):
            place.change(
                f"{where}.text",
                "der eigene Satz der Prüfung ist hier der des Programms",
                "the wording of the validator is the product's own here",
            )
        if kind == "numeric":
            limits |= _pair(place, said, where, ("minValue", "maxValue"))
        elif kind == "text":
            lengths |= _pair(place, said, where, ("minLength", "maxLength"))
            if said.get("allowDigits") is False:
                place.change(
                    f"{where}.allowDigits",
                    "dass der Text keine Ziffern hat, wird hier nicht geprüft",
                    "it is not checked here that the text has no digits",
                )
        elif kind in ("regex", "email") and pattern is None:
            pattern = _EMAIL if kind == "email" else _pattern(place, said, where)
            read = place.reading.texts.read(said.get("text"), f"{place.path}.{where}.text")
            hint = read or place.reading.texts.own(
                "Bitte in der vorgesehenen Form schreiben", "Please write it in the expected form"
            )
        elif kind in ("regex", "email"):
            place.change(
                where,
                "ein Text hat hier ein Muster; dieses zweite entfällt",
                "a text has one pattern here; this second one is left out",
            )
    return TextRules(limits, lengths, pattern, hint if pattern is not None else None)


_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"


def _pair(place: Place, said: Json, where: str, keys: tuple[str, str]) -> dict[str, float]:
    low, high = (number_of(said.get(key)) for key in keys)
    if low is not None and high is not None and low > high > 0:
        place.refuse(
            f"{where}.{keys[0]}",
            f"das Minimum {low} ist größer als das Maximum {high}",
            f"the minimum {low} is larger than the maximum {high}",
        )
    found = {"minimum": low, "maximum": high}
    # In SurveyJS a length of nought is no limit.
    is_length = keys[0] == "minLength"
    return {side: v for side, v in found.items() if v is not None and not (is_length and v <= 0)}


def _pattern(place: Place, said: Json, where: str) -> str | None:
    """Return a regular expression that fits the whole of a text where SurveyJS looks for a part."""
    written = said.get("regex")
    if not isinstance(written, str) or not written:
        return None
    start = "" if written.startswith("^") else ".*"
    end = "" if written.endswith("$") and not written.endswith(r"\$") else ".*"
    inner = written.removeprefix("^")
    inner = inner[:-1] if not end else inner
    flags = "(?si)" if said.get("caseInsensitive") else "(?s)"
    pattern = (
        f"{flags}{start}(?:{inner}){end}"
        if (start or end or "i" in flags or "|" in inner)
        else inner
    )
    if is_pattern(pattern):
        return pattern
    _say_lost_pattern(place, written, where)
    return None


def _say_lost_pattern(place: Place, written: str, where: str) -> None:
    try:
        re.compile(written[:500])
    except (re.error, RecursionError, OverflowError):
        place.refuse(
            f"{where}.regex",
            f"„{written[:80]}“ ist kein regulärer Ausdruck",
            f"“{written[:80]}” is no regular expression",
        )
    else:
        place.change(
            f"{where}.regex",
            f"„{written[:80]}“ blickt voraus oder zurück; die Prüfung entfällt",
            f"“{written[:80]}” looks ahead or back; the check is left out",
        )


def checks(place: Place, *applied: str) -> tuple[Constraint, ...]:
    """Return the validators that are expressions; remark those that are neither ``applied`` elsewhere."""
    say_unchecked(place, "expression", *applied)
    return tuple(_checks(place))


def checked_at_end(place: Place, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Put the validators of an element on the last of the questions it becomes."""
    made = list(pieces)
    ends = [n for n, each in enumerate(made) if isinstance(each, Question) and each.type != "note"]
    for n, each in enumerate(made):
        if isinstance(each, Question) and n in ends[-1:]:
            yield replace(each, checks=(*each.checks, *checks(place)))
        else:
            yield each


def say_unchecked(place: Place, *applied: str) -> None:
    """Remark the validators of an element that check nothing here, all but those of kinds ``applied``."""
    for kind, said, where in validators(place):
        if kind in applied:
            continue
        named = str(said.get("expression") or kind)[:80]
        place.change(
            where,
            f"die Prüfung „{named}“ gibt es hier nicht",
            f"the check “{named}” does not exist here",
        )


def _checks(place: Place) -> Iterator[Constraint]:
    said_in = piping(place.scope)
    for kind, said, where in validators(place):
        if kind != "expression":
            continue
        written = said.get("expression")
        if not isinstance(written, str) or not written.strip():
            place.change(
                where,
                "die Prüfung hat keinen Ausdruck und gilt in SurveyJS immer als erfüllt",
                "the validator has no expression and always passes in SurveyJS",
            )
            continue
        that = condition(place.reading, written, f"{place.path}.{where}.expression", place.scope)
        if that is not None:
            read = place.reading.texts.read(said.get("text"), f"{place.path}.{where}.text", said_in)
            yield Constraint(
                that,
                read
                or place.reading.texts.own(
                    "Bitte prüfen Sie diese Angabe.", "Please check this answer."
                ),
            )


def choice_limits(place: Place, found: tuple[Option, ...]) -> dict[str, int]:
    """Return how many options may be chosen."""
    element = place.element
    low, high = (number_of(element.get(f"{side}SelectedChoices")) for side in ("min", "max"))
    for kind, said, _ in validators(place):
        if kind == "answercount":
            low = number_of(said.get("minCount")) if low is None else low
            high = number_of(said.get("maxCount")) if high is None else high
    if element.get("type") == "ranking" and not element.get("selectToRankEnabled"):
        return {}
    low, high = (int(each) if each is not None and each > 0 else None for each in (low, high))
    low = None if low == 1 else low  # whoever chooses at all chooses one
    together = sum(not option.exclusive for option in found)
    if low is not None and (low > together or (high is not None and low > high)):
        place.refuse(
            "minSelectedChoices",
            f"mindestens {low} Antworten sind nicht möglich",
            f"at least {low} choices cannot be made",
        )
    given = {"min_choices": low, "max_choices": high}
    return {side: limit for side, limit in given.items() if limit is not None}
