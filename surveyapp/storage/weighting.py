"""How a wave was drawn, which totals its county gave, and what was decided for its weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from surveyapp.storage.surveys import Wave
from surveyapp.storage.tables import (
    DrawnStratum,
    GivenMargin,
    GivenTotal,
    WeightingDecision,
    WeightingOverview,
)


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the county, or one facility, with its letters and its families."""

    name: str
    letters: int
    families: int


@dataclass(frozen=True, slots=True)
class Given:
    """Totals of one trait, as a county gave them."""

    name: str
    source: str
    as_of: date
    #: Category to number; None where the county does not know.
    totals: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Decided:
    """A category with too few families, and the one it is merged with ("" leaves the margin out)."""

    margin: str
    category: str
    into: str


def strata_of(session: Session, wave_id: str) -> tuple[Stratum, ...]:
    """Return how the wave was drawn, as far as somebody said."""
    query = select(DrawnStratum).where(DrawnStratum.wave_id == wave_id).order_by(DrawnStratum.name)
    return tuple(Stratum(row.name, row.letters, row.families) for row in session.scalars(query))


def replace_strata(session: Session, wave_id: str, strata: Iterable[Stratum]) -> None:
    """Keep how a wave was drawn, in place of what was said before."""
    session.execute(delete(DrawnStratum).where(DrawnStratum.wave_id == wave_id))
    session.add_all(
        DrawnStratum(wave_id=wave_id, name=each.name, letters=each.letters, families=each.families)
        for each in strata
    )
    session.flush()


def set_sampling(session: Session, wave: Wave, sampling: str, facilities: int | None) -> None:
    """Say how families with letters were chosen; ``facilities`` are those of the county."""
    wave.sampling, wave.facilities = sampling, facilities
    session.flush()


def given_margins(session: Session, wave_id: str) -> tuple[Given, ...]:
    """Return the totals a county gave for a wave, by name."""
    query = select(GivenMargin).where(GivenMargin.wave_id == wave_id).order_by(GivenMargin.name)
    return tuple(
        Given(
            row.name,
            row.source,
            row.as_of,
            {each.category: each.number for each in sorted(row.totals, key=_category)},
        )
        for row in session.scalars(query)
    )


def _category(total: GivenTotal) -> str:
    return total.category


def put_margins(session: Session, wave_id: str, margins: Sequence[Given]) -> None:
    """Keep totals, in place of those of the same name."""
    for margin in margins:
        remove_margin(session, wave_id, margin.name)
        session.add(
            GivenMargin(
                wave_id=wave_id,
                name=margin.name,
                source=margin.source,
                as_of=margin.as_of,
                totals=[
                    GivenTotal(category=category, number=number)
                    for category, number in margin.totals.items()
                ],
            )
        )
    session.flush()


def remove_margin(session: Session, wave_id: str, name: str) -> None:
    """Forget totals a county gave; those of the packaged register count again."""
    row = session.get(GivenMargin, (wave_id, name))
    if row is not None:
        session.delete(row)
        session.flush()


def decisions_of(session: Session, wave_id: str) -> tuple[Decided, ...]:
    """Return what was decided for the weights of a wave."""
    query = (
        select(WeightingDecision)
        .where(WeightingDecision.wave_id == wave_id)
        .order_by(
            WeightingDecision.margin, WeightingDecision.category, WeightingDecision.merged_into
        )
    )
    return tuple(
        Decided(row.margin, row.category, row.merged_into) for row in session.scalars(query)
    )


def put_decisions(session: Session, wave_id: str, decisions: Iterable[Decided]) -> None:
    """Keep decisions beside those there are; the same one twice is kept once."""
    for each in decisions:
        session.merge(
            WeightingDecision(
                wave_id=wave_id,
                margin=each.margin,
                category=each.category,
                merged_into=each.into,
            )
        )
    session.flush()


def forget_decisions(session: Session, wave_id: str, margin: str) -> None:
    """Forget what was decided on one margin."""
    session.execute(
        delete(WeightingDecision).where(
            WeightingDecision.wave_id == wave_id, WeightingDecision.margin == margin
        )
    )
    session.flush()


def kept_overview(session: Session, wave_id: str, fingerprint: str) -> str | None:
    """Return the overview of a wave, if it was computed from what the fingerprint stands for."""
    row = session.get(WeightingOverview, wave_id)
    return row.overview if row is not None and row.fingerprint == fingerprint else None


def keep_overview(session: Session, wave_id: str, fingerprint: str, overview: str) -> None:
    """Keep an overview in place of the one before."""
    session.merge(WeightingOverview(wave_id=wave_id, fingerprint=fingerprint, overview=overview))
    session.flush()
