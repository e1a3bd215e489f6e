"""Plans of whom a wave asks, kept with the wave, and surveys whose waves follow by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from surveyapp.storage.tables import PlannedStratum, RollingSurvey, SamplePlan, Survey, Wave

__all__ = ["PlannedStratum", "SamplePlan"]


def plan_of(session: Session, wave_id: str) -> SamplePlan | None:
    """Return the plan of a wave with its strata by name; None where nobody made one."""
    return session.get(SamplePlan, wave_id)


def keep_plan(session: Session, plan: SamplePlan) -> None:
    """Keep a plan in place of the one before."""
    forget_plan(session, plan.wave_id)
    session.add(plan)
    session.flush()


def forget_plan(session: Session, wave_id: str) -> None:
    """Forget the plan of a wave; nothing happens where there is none."""
    found = plan_of(session, wave_id)
    if found is not None:
        session.delete(found)
        session.flush()


def months_of(session: Session, survey_id: str) -> int | None:
    """Return the length of a survey's periods; None where it does not roll."""
    return session.scalar(select(RollingSurvey.months).where(RollingSurvey.survey_id == survey_id))


def hold(session: Session, survey_id: str) -> None:
    """Let nobody else go on with a survey's periods until this transaction ends."""
    # Writing the same slug takes the lock on both databases.
    held = update(Survey).where(Survey.id == survey_id).values(slug=Survey.slug)
    session.connection().execute(held)


def set_months(session: Session, survey_id: str, months: int | None) -> None:
    """Let a survey go on by itself with periods of some months, or end that."""
    hold(session, survey_id)
    found = session.get(RollingSurvey, survey_id, populate_existing=True)
    if months is None:
        if found is not None:
            session.delete(found)
    elif found is None:
        session.add(RollingSurvey(survey_id=survey_id, months=months))
    else:
        found.months = months
    session.flush()


def rolling_waves(session: Session) -> Sequence[tuple[Wave, int]]:
    """Return the open wave of every survey that goes on by itself, with the length of its periods."""
    query = (
        select(Wave, RollingSurvey.months)
        .join(Survey, Survey.id == Wave.survey_id)
        .join(RollingSurvey, RollingSurvey.survey_id == Survey.id)
        .where(Wave.state == "open")
        .order_by(Survey.slug)
    )
    return [(wave, months) for wave, months in session.execute(query)]
