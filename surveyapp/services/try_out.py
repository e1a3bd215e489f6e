"""Try a questionnaire out: the way of an invented family, or of given answers. Nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import prod
from random import Random
from typing import Any

from surveyapp.questionnaire.examples import example_items, example_value
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import ItemList, Questionnaire
from surveyapp.questionnaire.path import way_with
from surveyapp.questionnaire.trace import trace
from surveyapp.services.asked import as_tried

MOST_SCREENS = 20_000
"""Screens a questionnaire may have at most for its largest family, to be walked while one waits."""

MOST_BYTES = 200_000
"""Longest JSON of answers that is read."""


@dataclass(frozen=True, slots=True)
class TriedOut:
    """The way of one family."""

    answers: Mapping[str, Any]
    #: What ``questionnaire.trace`` tells.
    told: Mapping[str, Any]


def is_walkable(questionnaire: Questionnaire) -> bool:
    """Say whether the largest family there can be is walked in reasonable time."""
    index = index_of(questionnaire)
    screens = sum(_most_items(index, page.repeat) for page in questionnaire.pages)
    return screens <= MOST_SCREENS


def _most_items(index: Index, list_id: str | None) -> int:
    line = index.lineages.get(list_id or "", ())
    return prod(_most(index, index.lists[each]) for each in line if each in index.lists)


def _most(index: Index, items: ItemList) -> int:
    rows = len(index.rows_of(items.id))
    return min(items.maximum, rows) if rows else items.maximum


def try_out(
    questionnaire: Questionnaire, county_ags: str, answers: Mapping[str, Any], *, today: date
) -> TriedOut:
    """Return the way of a family with these answers, as it would be in the county."""
    asked = as_tried(questionnaire, county_ags, today)
    return TriedOut(answers, trace(asked, answers, _language(questionnaire)))


def _language(questionnaire: Questionnaire) -> str:
    return "de" if "de" in questionnaire.languages else questionnaire.languages[0]


def random_answers(
    questionnaire: Questionnaire, county_ags: str, seed: int, *, today: date
) -> Mapping[str, Any]:
    """Return the answers of an invented family; the same seed always gives the same family."""
    randomness = Random(seed)  # noqa: S311 - repeatable on purpose, decides nothing secret
    asked = as_tried(questionnaire, county_ags, today)
    way = way_with(
        asked, lambda each, _: example_value(each, randomness), example_items(randomness)
    )
    return way.answers().to_json()


def read_answers(written: str | bytes) -> Mapping[str, Any] | None:
    """Return answers written as JSON; None where they cannot be read."""
    if len(written) > MOST_BYTES:
        return None
    try:
        found = json.loads(written)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
