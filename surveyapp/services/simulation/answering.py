"""A simulated family fills in one question, as a browser would send it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from surveyapp.questionnaire.answers import Missing, field_name, refused_field_name
from surveyapp.questionnaire.flow import Asked
from surveyapp.questionnaire.model import Option, Row
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.point import PART as PLACE
from surveyapp.questionnaire.types.ranking import ranks
from surveyapp.services.simulation.facts import NUMBERS, WEIGHTS, WISHES, Weights
from surveyapp.services.simulation.households import Child, Household
from surveyapp.services.simulation.leanings import Choice, weight

REFUSAL_SHARE = 0.015
"""How often a family chooses "keine Angabe"."""

CONSENT_SHARE = 0.8
"""How often a family ticks a box it may leave empty."""

TEXT_SHARE = 0.12
"""How often a family writes into an open question."""

POINT_SHARE = 0.6
"""How often a family sets a point on a map."""

Raw = dict[str, tuple[str, ...]]


def fill_in(asked: Asked, household: Household, child: Child | None, randomness: Random) -> Raw:
    """Return the form fields with which the household answers one question."""
    return FILL[asked.question.type](asked, household, child, randomness)


def _weights(
    asked: Asked, row: Row | None, household: Household, child: Child | None
) -> tuple[list[Option], list[float]]:
    options = asked.choices
    facts = _facts(asked, row)
    if facts is not None:
        known = facts(household, child)
        return list(options), [known.get(option.code, 0.0) for option in options]
    return list(options), [
        weight(Choice(asked.question, options, option, row, household)) for option in options
    ]


def _facts(asked: Asked, row: Row | None) -> Weights | None:
    """Return what follows from the household: for the row, or else for the question."""
    question = asked.question.id
    return (WEIGHTS.get(f"{question}.{row.code}") if row else None) or WEIGHTS.get(question)


def _one(
    asked: Asked, row: Row | None, household: Household, child: Child | None, randomness: Random
) -> tuple[str, ...]:
    if asked.question.may_refuse and randomness.random() < REFUSAL_SHARE and not _must(asked):
        return (Missing.REFUSED.value,)
    options, weights = _weights(asked, row, household, child)
    if not any(weights):
        weights = [1.0] * len(options)
    return (randomness.choices(options, weights)[0].code,)


def _must(asked: Asked) -> bool:
    """Say whether the household always answers: the screens that follow depend on it."""
    return asked.required or asked.question.id in WEIGHTS


def _fill_single(
    asked: Asked, household: Household, child: Child | None, randomness: Random
) -> Raw:
    return {field_name(asked.question.id): _one(asked, None, household, child, randomness)}


def _fill_matrix(
    asked: Asked, household: Household, child: Child | None, randomness: Random
) -> Raw:
    return {
        field_name(asked.question.id, row.code): _one(asked, row, household, child, randomness)
        for row in asked.rows
    }


def _fill_multiple(
    asked: Asked, household: Household, child: Child | None, randomness: Random
) -> Raw:
    return {field_name(asked.question.id): _some(asked, None, household, child, randomness)}


def _fill_matrix_multiple(
    asked: Asked, household: Household, child: Child | None, randomness: Random
) -> Raw:
    return {
        field_name(asked.question.id, row.code): _some(asked, row, household, child, randomness)
        for row in asked.rows
    }


def _some(
    asked: Asked, row: Row | None, household: Household, child: Child | None, randomness: Random
) -> tuple[str, ...]:
    options, weights = _weights(asked, row, household, child)
    is_fact = _facts(asked, row) is not None
    chosen = []
    for option, leaning in zip(options, weights, strict=True):
        chance = leaning if is_fact else min(0.85, 0.3 * leaning)
        if not option.exclusive and randomness.random() < chance:
            chosen.append(option.code)
    if not chosen:
        chosen = [_alone(options, weights, randomness)]
    return _enough(asked, chosen)


def _enough(asked: Asked, chosen: list[str]) -> tuple[str, ...]:
    """Return the chosen options with as many others as the question asks for, and no more."""
    together = [each.code for each in asked.choices if not each.exclusive]
    if chosen[0] not in together:
        return tuple(chosen)
    others = [code for code in together if code not in chosen]
    least = asked.question.min_choices or 0
    wanted = [*chosen, *others[: max(0, least - len(chosen))]]
    return tuple(wanted[: asked.question.max_choices])


def _fill_ranking(
    asked: Asked, household: Household, child: Child | None, randomness: Random
) -> Raw:
    options, weights = _weights(asked, None, household, child)
    # The larger a weight, the sooner its turn comes: drawing without putting back.
    turns = [randomness.expovariate(max(each, 1e-6)) for each in weights]
    ranked = [
        option for _, _, option in sorted(zip(turns, range(len(turns)), options, strict=True))
    ]
    _, most = ranks(asked.question, len(options))
    return {
        field_name(asked.question.id, option.code): (str(rank),)
        for rank, option in enumerate(ranked[:most], start=1)
    }


def _fill_consent(
    asked: Asked, _household: Household, _child: Child | None, randomness: Random
) -> Raw:
    agrees = asked.required or randomness.random() < CONSENT_SHARE
    return {field_name(asked.question.id): (asked.choices[0].code,)} if agrees else {}


def _alone(options: list[Option], weights: list[float], randomness: Random) -> str:
    """Return the answer of a household for which nothing else is true."""
    weighed = list(zip(options, weights, strict=True))
    alone = [pair for pair in weighed if pair[0].exclusive and pair[1] > 0]
    if not alone:
        return max(weighed, key=lambda pair: pair[1])[0].code
    return randomness.choices([each for each, _ in alone], [each for _, each in alone])[0].code


def _fill_number(
    asked: Asked, household: Household, child: Child | None, randomness: Random
) -> Raw:
    question = asked.question
    low, high = asked.minimum or 0.0, asked.maximum or 100.0
    known = NUMBERS.get(question.id)
    drawn = randomness.triangular(low, high, low + (high - low) * 0.25)
    value = known(household, child, randomness) if known else drawn
    return {field_name(question.id): (str(round(min(max(value, low), high))),)}


def _fill_text(asked: Asked, household: Household, _child: Child | None, randomness: Random) -> Raw:
    if randomness.random() > TEXT_SHARE:
        return {}
    return {field_name(asked.question.id): (randomness.choice(WISHES[household.language]),)}


def _fill_month(
    asked: Asked, _household: Household, child: Child | None, randomness: Random
) -> Raw:
    high = int(asked.maximum or 2026)
    low = int(max(asked.minimum or 0, high - (child.age if child else 5)))
    name = field_name(asked.question.id)
    return {name: (f"{randomness.randint(low, high)}-{randomness.randint(1, 12):02d}",)}


def _fill_municipality(
    asked: Asked, household: Household, _child: Child | None, _randomness: Random
) -> Raw:
    return {field_name(asked.question.id): (household.surroundings.ags,)}


def _fill_example(
    asked: Asked, _household: Household, _child: Child | None, randomness: Random
) -> Raw:
    """Answer anything the kind of household says nothing about."""
    has_box = asked.refuse is not None and not asked.required
    if has_box and randomness.random() < REFUSAL_SHARE:
        return {refused_field_name(asked.question.id): (Missing.REFUSED.value,)}
    kind = kind_of(asked.question)
    return {
        name: tuple(texts)
        for name, texts in kind.raw(asked, kind.example(asked, randomness)).items()
    }


def _fill_point(
    asked: Asked, household: Household, _child: Child | None, randomness: Random
) -> Raw:
    if randomness.random() > POINT_SHARE:
        return {}
    return {field_name(asked.question.id, PLACE): (household.surroundings.ags,)}


def _fill_nothing(
    _asked: Asked, _household: Household, _child: Child | None, _randomness: Random
) -> Raw:
    return {}


FILL: Mapping[str, Callable[[Asked, Household, Child | None, Random], Raw]] = {
    **dict.fromkeys(("single", "dropdown", "yesno", "image", "scale"), _fill_single),
    "multiple": _fill_multiple,
    "ranking": _fill_ranking,
    "matrix": _fill_matrix,
    "matrix_multiple": _fill_matrix_multiple,
    "consent": _fill_consent,
    "number": _fill_number,
    "text": _fill_text,
    "month": _fill_month,
    **dict.fromkeys(("municipality", "postcode"), _fill_municipality),
    **dict.fromkeys(
        ("matrix_number", "year", "date", "time", "duration", "email", "phone"), _fill_example
    ),
    "point": _fill_point,
    **dict.fromkeys(("note", "computed"), _fill_nothing),
}
"""Question type to how a simulated family fills it in."""
