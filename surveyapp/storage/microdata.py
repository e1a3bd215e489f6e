"""Files of treated rows: for whom they were made, their report, who took them. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.surveys import hold_wave
from surveyapp.storage.tables import MicrodataExport, Staff, Wave

__all__ = ["MicrodataExport"]

RUNNING, READY, FAILED = "running", "ready", "failed"


@dataclass(frozen=True, slots=True)
class Order:
    """For whom rows are made, and how they are treated."""

    office: str
    address: str
    purpose: str
    legal_basis: str
    contract_on: date
    keep_until: date
    #: Key variables, k, l and how l is counted.
    choices: Mapping[str, Any]


def start_alone(
    session: Session, wave: Wave, order: Order, asked_by: str, today: date, process: str
) -> MicrodataExport | None:
    """Add a running one, numbered after the wave's last, or return None while one is made; commits."""
    hold_wave(session, wave.id)
    table = MicrodataExport
    if session.scalar(select(exists().where(table.wave_id == wave.id, table.state == RUNNING))):
        session.commit()
        return None
    highest = select(func.coalesce(func.max(table.number), 0)).where(table.wave_id == wave.id)
    made = MicrodataExport(
        id=new_id(),
        county_ags=wave.survey.county_ags,
        wave_id=wave.id,
        number=1 + session.scalars(highest).one(),
        state=RUNNING,
        office=order.office,
        address=order.address,
        purpose=order.purpose,
        legal_basis=order.legal_basis,
        contract_on=order.contract_on,
        keep_until=order.keep_until,
        choices=dict(order.choices),
        process=process,
        asked_by=asked_by,
        asked_on=today,
    )
    session.add(made)
    session.commit()
    return made


def by_id(session: Session, export_id: str) -> MicrodataExport | None:
    """Return one by its id."""
    return session.get(MicrodataExport, export_id)


def numbered(session: Session, wave_id: str, number: int) -> MicrodataExport | None:
    """Return one of a wave by its number."""
    table = MicrodataExport
    return session.scalar(select(table).where(table.wave_id == wave_id, table.number == number))


def ready_of_survey(session: Session, survey_id: str) -> Sequence[MicrodataExport]:
    """Return those that were made for offices, of all waves of a survey, the oldest first."""
    table = MicrodataExport
    query = (
        select(table)
        .join(Wave, Wave.id == table.wave_id)
        .where(Wave.survey_id == survey_id, table.state == READY)
        .order_by(Wave.number, table.number)
    )
    return session.scalars(query).all()


def of_wave(session: Session, wave_id: str) -> Sequence[tuple[MicrodataExport, str, str | None]]:
    """Return those of a wave, the newest first, with the names of who asked and who took the file."""
    table, taker = MicrodataExport, Staff.__table__.alias()
    query = (
        select(table, Staff.name, taker.c.name)
        .join(Staff, Staff.id == table.asked_by)
        .outerjoin(taker, taker.c.id == table.fetched_by)
        .where(table.wave_id == wave_id)
        .order_by(table.number.desc())
    )
    return [(made, asked, taken) for made, asked, taken in session.execute(query)]


def first_taken(session: Session, wave_id: str) -> MicrodataExport | None:
    """Return the rows of a wave that all later ones have to be like; None where nobody took any."""
    table = MicrodataExport
    query = select(table).where(table.wave_id == wave_id, table.fetched_on.is_not(None))
    return session.scalar(query.order_by(table.number).limit(1))


def hold(session: Session, made: MicrodataExport) -> None:
    """Let nobody else take or begin rows of its wave until this session commits; commits before."""
    hold_wave(session, made.wave_id)
    session.refresh(made)


def note_process(session: Session, made: MicrodataExport, process: str) -> None:
    """Note which process makes a running one."""
    change_running(session, made, process=process)


def change_running(session: Session, made: MicrodataExport, **values: Any) -> bool:  # noqa: ANN401 - columns
    """Change one that is running; say whether it was."""
    query = (
        update(MicrodataExport)
        .where(MicrodataExport.id == made.id, MicrodataExport.state == RUNNING)
        .values(**values)
    )
    was_running = session.connection().execute(query).rowcount == 1
    session.refresh(made)
    return was_running


def note_fetched(session: Session, made: MicrodataExport, staff_id: str, today: date) -> None:
    """Note who took the file."""
    made.fetched_by, made.fetched_on = staff_id, today
    session.flush()


def note_deleted(session: Session, made: MicrodataExport, today: date) -> None:
    """Note that the file is gone."""
    made.deleted_on = today
    session.flush()


def due(session: Session, before: date) -> Sequence[MicrodataExport]:
    """Return those whose file was made before a day and is still there."""
    table = MicrodataExport
    query = select(table).where(
        table.state == READY, table.deleted_on.is_(None), table.asked_on < before
    )
    return session.scalars(query).all()
