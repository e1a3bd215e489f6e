"""Compute a special analysis: stricter than a release, and attacked together with all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from analytics.released import Contents, ReleasedTable, Topic
from surveyapp.services.build_dataset import build_dataset
from surveyapp.services.keys import instance_folder
from surveyapp.services.release_results import (
    ReleaseRefusedError,
    declared_exclusions,
    weighed,
)
from surveyapp.services.releasing.earlier import earlier_figures, special_view
from surveyapp.services.releasing.order import pairs_to_json
from surveyapp.services.releasing.setting import Setting, read_setting
from surveyapp.storage import specials, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.specials import SpecialAnalysis

if TYPE_CHECKING:
    from analytics.dataset import Dataset
    from analytics.protect import Policy
    from analytics.release import Safe

MINIMUM = 30
TAU = 2.0

NO_REASON = (
    "Die Sonderauswertung konnte nicht berechnet werden. Bitte wenden Sie sich an den Betrieb."
)
LEAKS = (
    "Diese Sonderauswertung gibt es nicht: Zusammen mit allem, was schon veröffentlicht ist, ließe sich "
    "aus ihr die Antwort einer Familie erschließen."
)
GONE = (
    "Diese Sonderauswertung gibt es nicht: Die Antworten, die sie braucht, sind nach Plan gelöscht."
)
MADE_FROM = (
    "Diese Sonderauswertung gibt es nicht: Die Gruppen werden aus eben dieser Frage gebildet. Wählen "
    "Sie bitte andere Gruppen."
)
TOO_FEW = (
    f"Diese Sonderauswertung gibt es nicht: Keine der Gruppen hat {MINIMUM} Familien oder mehr. Wählen "
    "Sie bitte gröbere Gruppen."
)


class SpecialRefusedError(ValueError):
    """There is no such table; the message says why."""

    def __init__(self, message: str, sentence: str) -> None:
        """Take the message for the command line and the German sentence for staff."""
        super().__init__(message)
        self.sentence = sentence


def compute(analysis_id: str) -> str:
    """Compute a special analysis that was asked for, and keep its figures; return what was made.

    Raises
    ------
    SpecialRefusedError
        If it is not running, too few families are in its groups, or somebody would be revealed.
    """
    session = main_store()
    analysis = specials.by_id(session, analysis_id)
    if analysis is None or analysis.state != specials.RUNNING:
        message = f"no special analysis {analysis_id!r} is running; ask for one on its page"
        raise SpecialRefusedError(message, NO_REASON)
    try:
        table, contents, protocol = _made(session, analysis)
        specials.finish(session, analysis, table, contents, protocol)
        session.commit()
    except Exception as error:
        session.rollback()
        sentence = error.sentence if isinstance(error, SpecialRefusedError) else NO_REASON
        specials.fail(session, analysis, sentence)
        session.commit()
        raise
    return f"special analysis {analysis.number}: {len(table.cells)} figures"


def _made(
    session: Session, analysis: SpecialAnalysis
) -> tuple[ReleasedTable, Contents, dict[str, Any]]:
    from surveyapp.services.releasing import contents  # noqa: PLC0415 - numbers load late

    wave = surveys.wave_by_id(session, analysis.wave_id)
    if wave is None:
        message = f"special analysis {analysis.id} belongs to no wave; its survey was deleted"
        raise SpecialRefusedError(message, NO_REASON)
    setting = read_setting(session, wave)
    dataset = build_dataset(instance_folder(), wave)
    safe, policy = _safe(session, setting, dataset, analysis)
    if safe.leaks:
        message = "with what is released already, this table would reveal somebody"
        raise SpecialRefusedError(message, LEAKS)
    if not any(cell.value is not None for cell in safe.cells):
        message = f"no group of this table has {MINIMUM} families"
        raise SpecialRefusedError(message, TOO_FEW)
    about = contents.contents_of(setting, dataset.codebook, dataset.size(), safe.bins)
    view = "*".join(filter(None, (analysis.first, analysis.second)))
    return (
        ReleasedTable(safe.cells, policy.minimum),
        _about(about, dataset, analysis),
        _protocol(policy, safe, view),
    )


def _safe(
    session: Session, setting: Setting, dataset: Dataset, analysis: SpecialAnalysis
) -> tuple[Safe, Policy]:
    from analytics.protect import Policy  # noqa: PLC0415 - numbers load late
    from analytics.release import safe_cells  # noqa: PLC0415
    from analytics.views import build_views  # noqa: PLC0415
    from surveyapp.services.releasing.weighting import effect_of_clusters  # noqa: PLC0415

    view = special_view(dataset, analysis.first, analysis.second)
    if view is None or analysis.topic not in dataset.codebook:
        message = "the answers this table needs were deleted"
        raise SpecialRefusedError(message, GONE)
    excluded = declared_exclusions(setting.questionnaire, dataset.codebook)
    if any((analysis.topic, each) in excluded for each in view.name.split("*")):
        message = f"{view.name} is made from {analysis.topic}"
        raise SpecialRefusedError(message, MADE_FROM)
    place = setting.questionnaire.area_question or ""
    # The usual views tell the attacker who is who; they get no figures here.
    usual = build_views(dataset, setting.county, setting.area_of, place=place)
    usual = tuple(each for each in usual if each.name != view.name)
    try:
        design, weights = weighed(setting, dataset)
    except ReleaseRefusedError as refusal:
        raise SpecialRefusedError(str(refusal), refusal.sentence) from refusal
    policy = Policy(minimum=MINIMUM, tau=TAU, tau_sensitive=TAU)
    safe = safe_cells(
        dataset,
        weights.values,
        (*usual, view),
        policy,
        setting.wave.secret,
        without={(analysis.topic, each.name) for each in usual},
        place=place,
        earlier=earlier_figures(session, setting, dataset),
        only={analysis.topic},
        design_effect=effect_of_clusters(design, dataset),
    )
    return safe, policy


def _about(about: Contents, dataset: Dataset, analysis: SpecialAnalysis) -> Contents:
    """Return what the table is about: its topic alone, and its groups as axes."""
    topics = tuple(each for each in about.topics if each.id == analysis.topic)
    axes, categories = dict(about.axes), dict(about.axis_categories)
    for name in filter(None, (analysis.first, analysis.second)):
        variable = dataset.codebook[name]
        axes.setdefault(name, (variable.label or {}).get("de", name))
        said = {each.name: each.label.get("de", each.name) for each in variable.categories}
        categories.setdefault(name, said)
    kept: tuple[Topic, ...] = topics
    return replace(about, topics=kept, axes=axes, axis_categories=categories)


def _protocol(policy: Policy, safe: Safe, view: str) -> dict[str, Any]:
    marks: Mapping[str, str] = {view: safe.marks[view]}
    return {
        "minimum": policy.minimum,
        "tau": policy.tau,
        "tau_sensitive": policy.tau_sensitive,
        "audit": "passed",
        "left_out": pairs_to_json(safe.leaks),
        "marks": dict(marks),
    }
