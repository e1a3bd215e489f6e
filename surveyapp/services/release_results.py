"""Compute a wave's results once, protect them, audit them, and write them down for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from analytics.released import Cell, Contents, ReleasedTable
from surveyapp.questionnaire.expression import parse, references
from surveyapp.questionnaire.model import Option, Questionnaire
from surveyapp.services.build_dataset import build_dataset
from surveyapp.services.keys import instance_folder
from surveyapp.services.processes import own_mark
from surveyapp.services.releasing.setting import Setting, read_setting
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.releases import Release
from surveyapp.storage.surveys import Survey, Wave

if TYPE_CHECKING:
    from analytics.codebook import Codebook
    from analytics.dataset import Dataset
    from analytics.protect import Policy
    from analytics.weights import Weights

NO_REASON = "Die Ergebnisse konnten nicht berechnet werden. Bitte wenden Sie sich an den Betrieb."


class ReleaseRefusedError(ValueError):
    """There is nothing to release; the message says why and what to do."""


def release(slug: str, number: int | None, today: date, release_id: str | None = None) -> str:
    """Release the results of a survey's closed wave; return a sentence on what was made.

    ``number`` is the wave's, None for the newest closed one; ``release_id`` names a release that was
    recorded as running before. Whatever fails is kept with the release as a sentence for staff.

    Raises
    ------
    ReleaseRefusedError
        If there is no such survey or closed wave.
    """
    session = main_store()
    wave = _closed_wave(surveys.survey_by_slug(session, slug), slug, number)
    running = _running(session, wave, today, release_id)
    try:
        table, contents, protocol = compute(session, wave)
    except Exception as error:
        session.rollback()
        releases.fail(session, running, _sentence(error))
        session.commit()
        raise
    releases.finish(session, running, table, contents, protocol)
    session.commit()
    return f"{slug}, wave {wave.number}: {len(table.cells)} figures from {contents.n} families"


def _closed_wave(survey: Survey | None, slug: str, number: int | None) -> Wave:
    if survey is None:
        message = f"there is no survey {slug!r}"
        raise ReleaseRefusedError(message)
    closed = [wave for wave in survey.waves if wave.state == "closed"]
    chosen = [wave for wave in closed if number in {None, wave.number}]
    if not chosen:
        which = "no closed wave" if number is None else f"no closed wave {number}"
        message = f"survey {slug!r} has {which}; close a wave first, then release it"
        raise ReleaseRefusedError(message)
    return chosen[-1]


def _running(session: Session, wave: Wave, today: date, release_id: str | None) -> Release:
    if release_id is None:
        started = releases.start(session, wave.id, today)
        releases.note_process(session, started, own_mark())
        session.commit()
        return started
    found = releases.release_by_id(session, release_id)
    if found is None or found.wave_id != wave.id:
        message = f"release {release_id!r} does not belong to wave {wave.number}"
        raise ReleaseRefusedError(message)
    return found


def _sentence(error: Exception) -> str:
    """Return what staff read: the reason where it is one of the statistics, else a general one."""
    from analytics.errors import AnalyticsError  # noqa: PLC0415 - numbers load late

    return f"{NO_REASON} ({error})" if isinstance(error, AnalyticsError) else NO_REASON


def compute(session: Session, wave: Wave) -> tuple[ReleasedTable, Contents, Mapping[str, Any]]:
    """Return the figures of a wave, what they are about, and how they were made."""
    from analytics.protect import Policy  # noqa: PLC0415 - numbers load late
    from surveyapp.services.releasing import contents, register  # noqa: PLC0415

    setting = read_setting(session, wave)
    dataset = build_dataset(instance_folder(), wave)
    weights = register.family_weights(dataset, register.child_margins(dataset, setting))
    policy = Policy()
    cells, left_out = _cells(setting, dataset, weights, policy)
    about = contents.contents_of(setting, dataset.codebook, len(dataset.families))
    return ReleasedTable(cells, policy.minimum), about, _protocol(policy, weights, left_out)


def _cells(
    setting: Setting, dataset: Dataset, weights: Weights, policy: Policy
) -> tuple[tuple[Cell, ...], frozenset[tuple[str, str]]]:
    """Return all figures of a wave, and the variables and views that are not shown.

    What the audit finds dangerous is left out and the rest is made again, until the audit passes.
    """
    from analytics.errors import DisclosureError  # noqa: PLC0415 - numbers load late
    from analytics.release import release_cells  # noqa: PLC0415
    from analytics.views import build_views  # noqa: PLC0415
    from surveyapp.services.releasing import register, supply  # noqa: PLC0415

    place = setting.questionnaire.area_question or ""
    views = build_views(dataset, setting.county, setting.area_of, place=place)
    left_out = declared_exclusions(setting.questionnaire, dataset.codebook)
    populations = register.populations(setting)
    while True:
        try:
            answered = release_cells(
                dataset,
                weights.values,
                views,
                policy,
                setting.wave.secret,
                populations=populations,
                without=left_out,
                place=place,
            )
            break
        except DisclosureError as found:
            if found.without <= left_out:
                raise
            left_out |= found.without
    cells = (
        *answered,
        *register.response_beside_register(dataset, setting, policy),
        *supply.supply_cells(setting),
        *supply.gap_cells(setting, answered),
    )
    return cells, left_out


def declared_exclusions(
    questionnaire: Questionnaire, codebook: Codebook
) -> frozenset[tuple[str, str]]:
    """Return the variables that must not be shown along an axis made from them.

    Among lone parents nobody has a partner: such a figure says nothing, and gives a family away.
    """
    found: set[tuple[str, str]] = set()
    for axis in questionnaire.axes:
        asked = {name for each in axis.categories for name in _questions_of(each)}
        views = (f"axis.{axis.id}", f"area*axis.{axis.id}")
        for variable in codebook.variables:
            if variable.question in asked:
                found.update((variable.name, view) for view in views)
    return frozenset(found)


def _questions_of(category: Option) -> frozenset[str]:
    return references(parse(category.show)) if category.show else frozenset()


def _protocol(
    policy: Policy, weights: Weights, left_out: frozenset[tuple[str, str]]
) -> dict[str, Any]:
    """Return how the figures were made, for the release's own page and for a statistician."""
    return {
        "minimum": policy.minimum,
        "tau": policy.tau,
        "tau_sensitive": policy.tau_sensitive,
        "design_effect": round(weights.deff, 3),
        "effective_families": round(weights.n_eff),
        "trimmed": weights.trimmed,
        "margins": {margin.name: list(margin.labels) for margin in weights.margins},
        "merged": [
            f"{merge.margin}: {merge.category} ({merge.respondents}) in {merge.into}"
            for merge in weights.merges
        ],
        "audit": "passed",
        "left_out": sorted(f"{variable} by {view}" for variable, view in left_out),
    }
