"""What people say for the weights of a wave: decisions, how it was drawn, totals they take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.services.releasing.setting import letters_of, read_setting
from surveyapp.services.weighting.traits import STRATUM, traits_of
from surveyapp.storage import surveys, weighting
from surveyapp.storage.surveys import Wave
from surveyapp.storage.weighting import Decided, Stratum

LEAVE_OUT = ""
"""Stands for a neighbour where a whole trait is left out."""

WITH_CODES = ("all", "random", "cluster")
"""How families with letters can have been chosen."""

MOST_FACILITIES = 9_999
MOST_FAMILIES = 999_999


class WeighStep(StrEnum):
    """How an attempt to say something for the weights ended."""

    DONE = "done"
    #: There is no such wave in the actor's county.
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    #: What the wave asks is not settled before it opens.
    TOO_EARLY = "too_early"
    #: It names a trait, a category or a part there is none of.
    UNKNOWN = "unknown"
    #: Anybody may answer the wave: nothing was drawn.
    OPEN_TO_ANYBODY = "open_to_anybody"
    #: There cannot be fewer families than letters.
    FEWER_THAN_LETTERS = "fewer_than_letters"
    #: There cannot be fewer facilities than gave out letters.
    FEWER_FACILITIES = "fewer_facilities"


def may_weigh(actor: Actor, wave: Wave) -> bool:
    """Say whether the actor may look at the weights of a wave and decide on them."""
    return may(actor, Action.WEIGH, wave.survey.county_ags)


def decide(session: Session, actor: Actor, wave_id: str, decisions: Sequence[Decided]) -> WeighStep:
    """Keep what becomes of categories in which too few families answered: all of it, or nothing."""
    wave = surveys.wave_by_id(session, wave_id)
    refusal = _not_theirs(actor, wave)
    if wave is None or refusal is not None:
        return refusal or WeighStep.NOT_FOUND
    known = _categories(session, wave)
    if not decisions or not all(_is_possible(each, known) for each in decisions):
        return WeighStep.UNKNOWN
    weighting.put_decisions(session, wave.id, decisions)
    session.commit()
    return WeighStep.DONE


def _is_possible(decision: Decided, known: Mapping[str, frozenset[str]]) -> bool:
    categories = known.get(decision.margin, frozenset())
    is_category = decision.category in categories
    return is_category and decision.into != decision.category and (
        decision.into == LEAVE_OUT or decision.into in categories
    )  # fmt: skip


def _categories(session: Session, wave: Wave) -> dict[str, frozenset[str]]:
    """Return the categories of every trait; parts of the drawing are one."""
    setting = read_setting(session, wave)
    found = {trait.name: frozenset(trait.categories) for trait in traits_of(setting)}
    parts = {*setting.letters, *(each.name for each in setting.strata)}
    return {**found, STRATUM: frozenset(name or "–" for name in parts)}


def undo(session: Session, actor: Actor, wave_id: str, margin: str) -> WeighStep:
    """Forget what was decided on one trait, so that it can be decided anew."""
    wave = surveys.wave_by_id(session, wave_id)
    refusal = _not_theirs(actor, wave)
    if wave is None or refusal is not None:
        return refusal or WeighStep.NOT_FOUND
    weighting.forget_decisions(session, wave.id, margin)
    session.commit()
    return WeighStep.DONE


def take_back(session: Session, actor: Actor, wave_id: str, margin: str) -> WeighStep:
    """Forget totals the county gave, and what was decided on them."""
    wave = surveys.wave_by_id(session, wave_id)
    refusal = _not_theirs(actor, wave)
    if wave is None or refusal is not None:
        return refusal or WeighStep.NOT_FOUND
    if margin not in {each.name for each in weighting.given_margins(session, wave.id)}:
        return WeighStep.UNKNOWN
    weighting.remove_margin(session, wave.id, margin)
    weighting.forget_decisions(session, wave.id, margin)
    session.commit()
    return WeighStep.DONE


def say_drawing(
    session: Session,
    actor: Actor,
    wave_id: str,
    sampling: str,
    facilities: int | None,
    families: Mapping[str, int],
) -> WeighStep:
    """Say how families with letters were chosen.

    ``families`` counts those of each part, or of each facility; ``facilities`` are all of the county,
    those too that gave out no letters.
    """
    wave = surveys.wave_by_id(session, wave_id)
    refusal = _not_theirs(actor, wave)
    if wave is None or refusal is not None:
        return refusal or WeighStep.NOT_FOUND
    if wave.sampling == "open" or sampling not in WITH_CODES:
        return WeighStep.OPEN_TO_ANYBODY
    letters = known_letters(session, wave)
    strata = [Stratum(name, letters.get(name, 0), number) for name, number in families.items()]
    wrong = _wrong(strata, letters, facilities if sampling == "cluster" else None)
    if wrong is not None:
        return wrong
    weighting.set_sampling(session, wave, sampling, facilities if sampling == "cluster" else None)
    weighting.replace_strata(session, wave.id, strata)
    session.commit()
    return WeighStep.DONE


def known_letters(session: Session, wave: Wave) -> dict[str, int]:
    """Return the letters of each part, also after their codes were deleted."""
    kept = {each.name: each.letters for each in weighting.strata_of(session, wave.id)}
    found = letters_of(wave) or kept
    return found or ({"": wave.invited} if wave.invited else {})


def _wrong(
    strata: Sequence[Stratum], letters: Mapping[str, int], facilities: int | None
) -> WeighStep | None:
    if any(each.letters < 1 for each in strata):
        return WeighStep.UNKNOWN
    if any(each.families < each.letters for each in strata):
        return WeighStep.FEWER_THAN_LETTERS
    if facilities is not None and facilities < len(letters):
        return WeighStep.FEWER_FACILITIES
    return None


def _not_theirs(actor: Actor, wave: Wave | None) -> WeighStep | None:
    if wave is None or wave.survey.county_ags != actor.county_ags:
        return WeighStep.NOT_FOUND
    if not may_weigh(actor, wave):
        return WeighStep.NOT_ALLOWED
    return WeighStep.TOO_EARLY if wave.state == "planned" else None
