"""The themes a county has for a question of a survey, and who of its staff looks first or second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Coder, ThemeRow

__all__ = ["ThemeRow"]

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def of_question(session: Session, survey_id: str, question: str) -> Sequence[ThemeRow]:
    """Return the themes of a question in their order."""
    query = (
        select(ThemeRow)
        .where(ThemeRow.survey_id == survey_id, ThemeRow.question == question)
        .order_by(ThemeRow.position, ThemeRow.code)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Add themes at the end of their question; those that are there already stay as they are."""
    if not rows:
        return
    first = _next_position(session, rows[0]["survey_id"], rows[0]["question"])
    placed = [{**row, "position": first + place} for place, row in enumerate(rows)]
    query = _INSERT[session.get_bind().dialect.name](ThemeRow).values(placed)
    session.execute(query.on_conflict_do_nothing())


def _next_position(session: Session, survey_id: str, question: str) -> int:
    query = select(func.coalesce(func.max(ThemeRow.position) + 1, 0)).where(
        ThemeRow.survey_id == survey_id, ThemeRow.question == question
    )
    return int(session.scalar(query) or 0)


def remove(session: Session, survey_id: str, question: str, code: str) -> None:
    """Delete a theme."""
    session.execute(
        delete(ThemeRow).where(
            ThemeRow.survey_id == survey_id, ThemeRow.question == question, ThemeRow.code == code
        )
    )


def look_of(session: Session, wave_id: str, question: str, staff_id: str) -> int | None:
    """Return whether somebody looks first (1) or second (2) at a question; None for neither."""
    query = select(Coder.look).where(
        Coder.wave_id == wave_id, Coder.question == question, Coder.staff_id == staff_id
    )
    return session.scalar(query)


def begin_look(session: Session, wave_id: str, question: str, staff_id: str, look: int) -> None:
    """Note who looks first or second; whoever has a look keeps it (see ``leave_look``)."""
    row = {"wave_id": wave_id, "question": question, "staff_id": staff_id, "look": look}
    query = _INSERT[session.get_bind().dialect.name](Coder).values(row)
    session.execute(query.on_conflict_do_nothing())


def leave_look(session: Session, wave_id: str, question: str, staff_id: str) -> None:
    """Forget who looks first or second."""
    session.execute(
        delete(Coder).where(
            Coder.wave_id == wave_id, Coder.question == question, Coder.staff_id == staff_id
        )
    )


def forget_coders(session: Session, wave_id: str) -> None:
    """Forget everybody who looked at texts of a wave: its texts are gone."""
    session.execute(delete(Coder).where(Coder.wave_id == wave_id))
