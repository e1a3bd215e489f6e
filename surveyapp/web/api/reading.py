"""From rows of one county to what programs get.

The words that a CHECK of the store allows are those of the models; mypy cannot know that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.texts import neutral
from surveyapp.services.asked import questionnaire_of
from surveyapp.storage import inventory, releases
from surveyapp.storage import surveys as survey_store
from surveyapp.web.api import models

PLANNED = "planned"
Row = TypeVar("Row")


def surveys(session: Session, county_ags: str, *, only_public: bool) -> list[models.Survey]:
    """Return the surveys of a county that have begun."""
    found = (
        survey(session, each, only_public=only_public)
        for each in survey_store.surveys_of(session, county_ags)
    )
    return [each for each in found if each.waves]


def survey(session: Session, row: survey_store.Survey, *, only_public: bool) -> models.Survey:
    """Return one survey with its waves that have begun."""
    return models.Survey(
        slug=row.slug,
        title=row.title,
        questionnaire=row.questionnaire,
        waves=[
            _wave(session, each, only_public=only_public)
            for each in row.waves
            if each.state != PLANNED
        ],
    )


def _wave(session: Session, row: survey_store.Wave, *, only_public: bool) -> models.Wave:
    release = releases.latest_release(session, row.id, only_public=only_public)
    return models.Wave(
        number=row.number,
        state=row.state,  # type: ignore[arg-type]
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        sampling=row.sampling,  # type: ignore[arg-type]
        questionnaire_version=row.version,
        is_simulated=row.is_simulated,
        has_results=release is not None,
    )


def place(row: inventory.Place) -> models.Place:
    """Return one place."""
    return models.Place.model_validate(row)


def offer(row: inventory.Offer, keys: Mapping[int, str]) -> models.Offer:
    """Return one offer; ``keys`` names the places by their row."""
    return models.Offer(
        key=row.key,
        type=row.type,
        title=row.title,
        carrier=row.carrier,
        place_key=None if row.place_id is None else keys.get(row.place_id),
        prevention_level=row.prevention_level,  # type: ignore[arg-type]
        life_stages=list(inventory.codes(row, "life_stage")),
        fields=list(inventory.codes(row, "field")),
        target_groups=list(inventory.codes(row, "target_group")),
        languages=list(inventory.codes(row, "language")),
        areas=list(inventory.codes(row, "area")),
        source=row.source,
        is_example=row.is_example,
    )


def asked(session: Session, county_ags: str) -> dict[tuple[str, int], survey_store.Wave]:
    """Return what the county has asked: each edition with the newest wave that asked it."""
    return {
        (each.questionnaire, wave.version): wave
        for each in survey_store.surveys_of(session, county_ags)
        for wave in each.waves
        if wave.state != PLANNED
    }


def edition(session: Session, wave: survey_store.Wave) -> models.Edition:
    """Return what is told of a questionnaire in a list."""
    questionnaire = questionnaire_of(session, wave)
    return models.Edition(
        id=questionnaire.id,
        version=questionnaire.version,
        title=dict(neutral(questionnaire.title)),
        languages=list(questionnaire.languages),
    )


def codebook_of(session: Session, wave: survey_store.Wave) -> models.Codebook:
    """Return the codebook of what a wave asked."""
    plan = codebook(questionnaire_of(session, wave))
    return models.Codebook(
        questionnaire=plan["questionnaire"],
        version=plan["version"],
        missing={str(code): str(name) for code, name in plan["missing"].items()},
        variables=[_variable(each) for each in plan["variables"]],
    )


def _variable(row: Mapping[str, Any]) -> models.Variable:
    return models.Variable(
        name=row["name"],
        question=row["question"],
        kind=row["kind"],
        unit=row["unit"],
        measures=row["measures"],
        sensitive=bool(row.get("sensitive")),
        label=dict(row["label"] or {}),
        question_label=dict(row["question_label"] or {}),
        categories=[
            models.Category(code=each["code"], name=each["name"], label=dict(each["label"] or {}))
            for each in row["categories"]
        ],
    )


def release(found: releases.Released, slug: str, wave: int) -> models.Release:
    """Return what the figures of a release are about."""
    about = found.contents
    return models.Release(
        survey=slug,
        wave=wave,
        number=found.release.number,
        released_on=found.release.created_on,
        is_public=found.release.is_public,
        period=about.period,
        families=about.n,
        minimum=found.table.minimum,
        is_simulated=about.is_simulated,
        caveat=about.caveat,
        areas={each.code: each.name for each in about.areas},
        axes={name: dict(each) for name, each in about.axis_categories.items()},
        topics=[
            models.Topic(
                id=each.id,
                label=each.label,
                unit=each.unit,
                kind=each.kind,
                categories=dict(each.categories),
            )
            for each in about.topics
        ],
        sources=list(about.sources),
    )


def cells(found: releases.Released, query: models.OfCells) -> list[models.Cell]:
    """Return the figures somebody asks for."""
    return [
        models.Cell.model_validate(each)
        for each in found.table
        if query.topic in {None, each.topic}
        and query.view in {None, each.view}
        and query.measure in {None, each.measure.value}
    ]


def part(rows: Sequence[Row], query: models.Paging) -> Sequence[Row]:
    """Return one page of a list."""
    first = (query.page - 1) * query.per_page
    return rows[first : first + query.per_page]


def counted(rows: Sequence[object], query: models.Paging) -> dict[str, int]:
    """Return what every page of a list says of itself."""
    return {"page": query.page, "per_page": query.per_page, "total": len(rows)}
