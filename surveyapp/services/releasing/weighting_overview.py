"""The answers of a closed wave beside the register, rounded so that nobody shows; and all proposals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy.orm import Session

from analytics.design_effects import clustering
from analytics.errors import AnalyticsError
from analytics.margins import Margin
from analytics.small_categories import (
    MINIMUM_CATEGORY,
    Decision,
    Small,
    UndecidedError,
    accept,
    decide,
)
from surveyapp.services.build_dataset import build_dataset
from surveyapp.services.keys import instance_folder
from surveyapp.services.releasing.drawing import DrawingUnknownError
from surveyapp.services.releasing.setting import Setting, read_setting
from surveyapp.services.releasing.weighting import (
    decidable,
    decisions_of,
    family_design,
    nearness,
    open_questions,
    why_not,
)
from surveyapp.services.weighting.overview import Choice, Look, Overview, Question, Row, look_of
from surveyapp.services.weighting.traits import STRATUM, Trait, traits_of, weighted
from surveyapp.storage import weighting as store
from surveyapp.storage.surveys import Wave
from surveyapp.storage.weighting import Decided

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.dataset import Dataset
    from analytics.design import Design

MANY = 400
"""Families from which on shares are shown in whole percent; with fewer, in steps of five."""

ROUND_FAMILIES = 5

MOST_VARIABLES = 80
"""Variables from which the usual effect of clusters is read."""


def look(session: Session, wave: Wave) -> Overview:
    """Return everything a planner sees of the weights of a closed wave."""
    setting = read_setting(session, wave)
    dataset = build_dataset(instance_folder(), wave)
    families = dataset.size()
    if not families:
        return Overview(tuple(look_of(each) for each in weighted(traits_of(setting))))
    margins = decidable(dataset, setting)
    accepted = _accepted(setting, margins)
    seen = Overview(
        tuple(_look(setting, margin, families) for margin in margins),
        _questions(setting, open_questions(setting, dataset)),
        tuple((each.margin, each.category, each.into) for each in accepted),
        tuple(_outcome(setting, margins, accepted)),
        ROUND_FAMILIES * round(families / ROUND_FAMILIES),
    )
    try:
        design, weights = family_design(setting, dataset)
    except UndecidedError:
        return seen
    except (AnalyticsError, DrawingUnknownError) as error:
        return replace(seen, problem=why_not(error))
    clusters = _usual_clustering(design, dataset)
    effective = families / (weights.deff * clusters)
    return replace(
        seen,
        effective=ROUND_FAMILIES * round(effective / ROUND_FAMILIES),
        design_effect=round(weights.deff * clusters, 2),
        clusters=round(clusters, 2),
    )


def accept_all(session: Session, wave: Wave) -> tuple[Decided, ...]:
    """Follow every proposal for a closed wave, keep the decisions, and return the new ones."""
    setting = read_setting(session, wave)
    dataset = build_dataset(instance_folder(), wave)
    if not len(dataset.families):
        return ()
    made = _accepted(setting, decidable(dataset, setting))
    new = tuple(Decided(each.margin, each.category, each.into) for each in made)
    store.put_decisions(session, wave.id, new)
    session.commit()
    return new


def _accepted(setting: Setting, margins: tuple[Margin, ...]) -> tuple[Decision, ...]:
    """Return what must be decided beside what is, where every proposal is followed."""
    before = decisions_of(setting)
    return accept(margins, before, near=nearness(setting))[len(before) :]


def _outcome(
    setting: Setting, margins: tuple[Margin, ...], accepted: tuple[Decision, ...]
) -> Iterator[tuple[str, str]]:
    """Yield what the proposals come to: each trait with groups that would be new, in words."""
    traits, before = _labels(setting), decisions_of(setting)
    now = {part for margin in decide(margins, before)[0] for part in margin.parts}
    kept, _, dropped = decide(margins, (*before, *accepted))
    for margin in kept:
        for part in margin.parts:
            if len(part) > 1 and part not in now:
                title, names = _title(traits, margin.name), traits.get(margin.name)
                label = [names.categories.get(code, code) if names else code for code in part]
                yield title, " + ".join(label)
    for name in dropped:
        yield _title(traits, name), ""


def _title(traits: Mapping[str, Trait], margin: str) -> str:
    return traits[margin].label if margin in traits else _TITLES[margin]


def _labels(setting: Setting) -> Mapping[str, Trait]:
    return {trait.name: trait for trait in traits_of(setting)}


def _look(setting: Setting, margin: Margin, families: int) -> Look:
    """Return one margin as answered and as registered."""
    trait = _labels(setting).get(margin.name) or _parts_trait(margin)
    answered = margin.amounts.sum(axis=0)
    known = {
        label: number for label, number in zip(margin.labels, answered, strict=True)
        if label in trait.categories
    }  # fmt: skip
    respondents = dict(zip(margin.labels, margin.respondents.tolist(), strict=True))
    small = {label for label in known if respondents[label] < MINIMUM_CATEGORY}
    step = 0.01 if families >= MANY else 0.05
    whole = sum(known.values())
    plain = look_of(trait)

    def answers(row: Row) -> float | None:
        is_shown = row.code in known and row.code not in small and whole
        return step * round(known[row.code] / whole / step) if is_shown else None

    kept, _, dropped = decide([margin], decisions_of(setting))
    parts = kept[0].parts if kept else ()
    return replace(
        plain,
        rows=tuple(
            replace(row, answers=answers(row), is_small=row.code in small) for row in plain.rows
        ),
        merged=tuple(
            tuple(trait.categories.get(code, code) for code in part)
            for part in parts
            if len(part) > 1
        ),
        is_left_out=bool(dropped),
    )


def _parts_trait(margin: Margin) -> Trait:
    return Trait(
        margin.name,
        "Teile, in die Briefe gingen",
        "family",
        {label: label for label in margin.labels},
        "",
        {
            label: round(total)
            for label, total in zip(margin.labels, margin.totals.tolist(), strict=True)
        },
        "Angaben zur Ziehung",
        "",
    )


def _questions(setting: Setting, small: tuple[Small, ...]) -> tuple[Question, ...]:
    traits = _labels(setting)

    def label(margin: str, code: str) -> str:
        return traits[margin].categories.get(code, code) if margin in traits else code

    return tuple(
        Question(
            each.margin,
            _title(traits, each.margin),
            each.parts[0],
            " und ".join(label(each.margin, part) for part in each.parts),
            each.proposal,
            tuple(Choice(code, label(each.margin, code)) for code in each.neighbours),
        )
        for each in small
    )


_TITLES = {STRATUM: "Teile, in die Briefe gingen"}


def _usual_clustering(design: Design, dataset: Dataset) -> float:
    """Return by how much resembling families of one facility widen the variance of most questions."""
    if design.units is None:
        return 1.0
    columns: list[NDArray[np.float64]] = []
    for variable in dataset.codebook.variables:
        if variable.is_yes_no and dataset.unit_of(variable.name) == "family":
            said = dataset.values(variable.name).astype(np.float64)
            columns.append(np.where(said >= 0, said, np.nan))
    if not columns:
        return 1.0
    return float(np.median(clustering(design, np.column_stack(columns[:MOST_VARIABLES]))))
