"""Links for testers with their answers and remarks: kept apart from every survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.tables import PretestAnswer, PretestLink, PretestRemark

__all__ = ["PretestAnswer", "PretestLink", "PretestRemark"]


def add_link(session: Session, link: PretestLink) -> None:
    """Keep a new link."""
    session.add(link)
    session.flush()


def by_secret(session: Session, secret: str) -> PretestLink | None:
    """Return the link an address ends with."""
    return session.scalar(select(PretestLink).where(PretestLink.secret == secret))


def link_of(session: Session, county_ags: str, link_id: str) -> PretestLink | None:
    """Return a link of a county; one of another county does not exist."""
    query = select(PretestLink).where(
        PretestLink.county_ags == county_ags, PretestLink.id == link_id
    )
    return session.scalar(query)


def links_of(session: Session, county_ags: str, key: str) -> Sequence[PretestLink]:
    """Return a county's links to a questionnaire, the newest first."""
    query = (
        select(PretestLink)
        .where(PretestLink.county_ags == county_ags, PretestLink.key == key)
        .order_by(PretestLink.made_on.desc(), PretestLink.id)
    )
    return session.scalars(query).all()


def add_answer(
    session: Session, link_id: str, language: str, document: Mapping[str, Any], today: date
) -> None:
    """Keep what a tester answered."""
    session.add(
        PretestAnswer(
            id=new_id(),
            link_id=link_id,
            language=language,
            received_on=today,
            document=dict(document),
        )
    )
    session.flush()


def add_remark(session: Session, link_id: str, page: str, words: str, today: date) -> None:
    """Keep what a tester said of a page."""
    session.add(
        PretestRemark(id=new_id(), link_id=link_id, received_on=today, page=page, words=words)
    )
    session.flush()


def answers_of(session: Session, link_id: str) -> Sequence[PretestAnswer]:
    """Return what testers answered through a link, the newest first."""
    query = select(PretestAnswer).where(PretestAnswer.link_id == link_id)
    return session.scalars(query.order_by(PretestAnswer.received_on.desc(), PretestAnswer.id)).all()


def remarks_of(session: Session, link_id: str) -> Sequence[PretestRemark]:
    """Return what testers said through a link, the newest first."""
    query = select(PretestRemark).where(PretestRemark.link_id == link_id)
    return session.scalars(query.order_by(PretestRemark.received_on.desc(), PretestRemark.id)).all()


def count(session: Session, link_id: str) -> tuple[int, int]:
    """Return how many answers and remarks came in through a link."""
    found = [
        session.scalar(select(func.count()).select_from(table).where(table.link_id == link_id)) or 0
        for table in (PretestAnswer, PretestRemark)
    ]
    return found[0], found[1]


def remove_link(session: Session, link_id: str) -> None:
    """Delete a link with all that came in through it."""
    for table in (PretestAnswer, PretestRemark):
        session.execute(delete(table).where(table.link_id == link_id))
    session.execute(delete(PretestLink).where(PretestLink.id == link_id))


def forget_before(session: Session, day: date) -> None:
    """Delete what came in before a day, and the links that ended before it."""
    for link_id in session.scalars(select(PretestLink.id).where(PretestLink.until < day)).all():
        remove_link(session, link_id)
    for table in (PretestAnswer, PretestRemark):
        session.execute(delete(table).where(table.received_on < day))
