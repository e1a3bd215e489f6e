"""Special analyses of a wave: asked for, computed once, kept with their figures and their reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from analytics.released import Cell, Contents, Flag, Measure, ReleasedTable
from surveyapp.storage.db import new_id
from surveyapp.storage.release_rows import cell_to_row, contents_from_json, contents_to_json
from surveyapp.storage.releases import is_computing
from surveyapp.storage.surveys import hold_wave
from surveyapp.storage.tables import SpecialAnalysis, SpecialCell, Staff

__all__ = ["SpecialAnalysis"]

RUNNING = "running"
DONE = "done"
FAILED = "failed"


class SpecialFinishedError(RuntimeError):
    """Somebody tried to end a special analysis that is no longer running."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a special analysis shall show, and why."""

    #: Variable whose answers are shown.
    topic: str
    #: Axis or question that makes the groups.
    first: str
    #: A further axis, or empty.
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class Special:
    """A finished special analysis with its figures and what they are about."""

    analysis: SpecialAnalysis
    table: ReleasedTable
    contents: Contents


def start(
    session: Session, wave_id: str, wanted: Wanted, asked_by: str, today: date, process: str
) -> SpecialAnalysis:
    """Add a running special analysis, numbered after the wave's last one."""
    query = select(func.coalesce(func.max(SpecialAnalysis.number), 0))
    number = 1 + session.scalars(query.where(SpecialAnalysis.wave_id == wave_id)).one()
    analysis = SpecialAnalysis(
        id=new_id(),
        wave_id=wave_id,
        number=number,
        state=RUNNING,
        topic=wanted.topic,
        first=wanted.first,
        second=wanted.second,
        reason=wanted.reason,
        asked_by=asked_by,
        asked_on=today,
        protocol={"process": process},
    )
    session.add(analysis)
    session.flush()
    return analysis


def start_alone(
    session: Session, wave_id: str, wanted: Wanted, asked_by: str, today: date, process: str
) -> SpecialAnalysis | None:
    """Add a running special analysis, or return None while something of the wave is computed; commits."""
    hold_wave(session, wave_id)
    is_free = not is_computing(session, wave_id)
    analysis = start(session, wave_id, wanted, asked_by, today, process) if is_free else None
    session.commit()
    return analysis


def note_process(session: Session, analysis: SpecialAnalysis, process: str) -> None:
    """Note which process computes a running special analysis."""
    _change_running(session, analysis, protocol={"process": process})


def finish(
    session: Session,
    analysis: SpecialAnalysis,
    table: ReleasedTable,
    contents: Contents,
    protocol: Mapping[str, Any],
) -> None:
    """Keep the figures of a running special analysis for good.

    Raises
    ------
    SpecialFinishedError
        If it is no longer running.
    """
    values = {"minimum": table.minimum, "contents": contents_to_json(contents)}
    _change_running(session, analysis, state=DONE, protocol=dict(protocol), **values)
    rows = [
        {"analysis_id": analysis.id, "position": position, **cell_to_row(cell)}
        for position, cell in enumerate(table)
    ]
    if rows:
        session.execute(insert(SpecialCell), rows)


def fail(session: Session, analysis: SpecialAnalysis, message: str) -> None:
    """End a running special analysis without figures; ``message`` is a sentence for staff.

    Raises
    ------
    SpecialFinishedError
        If it is no longer running.
    """
    _change_running(session, analysis, state=FAILED, message=message)


def analyses_of(session: Session, wave_id: str) -> Sequence[tuple[SpecialAnalysis, str]]:
    """Return all special analyses of a wave and who asked for them, the newest first."""
    query = (
        select(SpecialAnalysis, Staff.name)
        .join(Staff, Staff.id == SpecialAnalysis.asked_by)
        .where(SpecialAnalysis.wave_id == wave_id)
        .order_by(SpecialAnalysis.number.desc())
    )
    return [(analysis, name) for analysis, name in session.execute(query)]


def by_id(session: Session, analysis_id: str) -> SpecialAnalysis | None:
    """Return a special analysis in any state."""
    return session.get(SpecialAnalysis, analysis_id)


def read_special(session: Session, analysis: SpecialAnalysis) -> Special:
    """Read the figures of a finished special analysis; one statement."""
    cell = SpecialCell
    query = (
        select(
            cell.measure, cell.topic, cell.view, cell.group, cell.category,
            cell.value, cell.low, cell.high, cell.n, cell.flag,
        )
        .where(cell.analysis_id == analysis.id)
        .order_by(cell.position)
    )  # fmt: skip
    cells = tuple(
        Cell(Measure(measure), topic, view, group, category, value, low, high, n, Flag(flag))
        for measure, topic, view, group, category, value, low, high, n, flag in session.execute(
            query
        )
    )
    contents = contents_from_json(analysis.contents)
    return Special(analysis, ReleasedTable(cells, analysis.minimum), contents)


def _change_running(session: Session, analysis: SpecialAnalysis, **values: Any) -> None:  # noqa: ANN401 - columns
    query = (
        update(SpecialAnalysis)
        .where(SpecialAnalysis.id == analysis.id, SpecialAnalysis.state == RUNNING)
        .values(**values)
    )
    if session.connection().execute(query).rowcount != 1:
        session.refresh(analysis)
        message = f"Special analysis {analysis.id} is {analysis.state}, not running; ask anew."
        raise SpecialFinishedError(message)
    session.refresh(analysis)
