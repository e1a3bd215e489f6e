"""Items counties keep for themselves, with every wording they had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.db import lifted, new_id
from surveyapp.storage.tables import BankItem, BankWording, Publication, Survey, Wave

__all__ = ["BankItem", "BankWording"]


def add(
    session: Session, county_ags: str, *, origin: str, question_id: str, source: str, remark: str
) -> BankItem:
    """Add an item without wordings."""
    item = BankItem(
        id=new_id(),
        county_ags=county_ags,
        origin=origin,
        question_id=question_id,
        source=source,
        remark=remark,
    )
    session.add(item)
    session.flush()
    return item


def say(
    session: Session, item: BankItem, question: str, *, taken_from: str, kept_on: date, who: str
) -> BankWording:
    """Add the next wording of an item."""
    query = select(func.max(BankWording.number)).where(BankWording.item_id == item.id)
    wording = BankWording(
        item_id=item.id,
        number=(session.scalar(query) or 0) + 1,
        question=question,
        taken_from=taken_from,
        kept_on=kept_on,
        who=who,
    )
    session.add(wording)
    session.flush()
    return wording


def of_county(session: Session, county_ags: str) -> Sequence[BankItem]:
    """Return all items of a county."""
    query = select(BankItem).where(BankItem.county_ags == county_ags)
    return session.scalars(query.order_by(BankItem.question_id, BankItem.id)).all()


def own(session: Session, county_ags: str, item_id: str) -> BankItem | None:
    """Return an item of a county by its id; ties of files somebody wrote may name anything."""
    if "\0" in item_id:  # PostgreSQL looks nothing up by it
        return None
    query = select(BankItem).where(BankItem.id == item_id, BankItem.county_ags == county_ags)
    return session.scalar(query)


def by_origin(session: Session, county_ags: str, origin: str, question_id: str) -> BankItem | None:
    """Return the item that was taken from a question of a document."""
    query = select(BankItem).where(
        BankItem.county_ags == county_ags,
        BankItem.origin == origin,
        BankItem.question_id == question_id,
    )
    return session.scalar(query)


def hold(session: Session, item: BankItem) -> BankItem | None:
    """Return an item as it stands now, that nobody else changes until this transaction ends."""
    lock = update(BankItem).where(BankItem.id == item.id).values(source=BankItem.source)
    session.execute(lock.execution_options(synchronize_session=False))
    query = select(BankItem).where(BankItem.id == item.id)
    return session.scalar(query.execution_options(populate_existing=True))


def wordings(session: Session, item_id: str) -> Sequence[BankWording]:
    """Return the wordings of an item, the oldest first."""
    query = select(BankWording).where(BankWording.item_id == item_id)
    return session.scalars(query.order_by(BankWording.number)).all()


def wordings_of_county(session: Session, county_ags: str) -> dict[str, list[BankWording]]:
    """Return the wordings of all items of a county by their ids, the oldest first."""
    query = select(BankWording).join(BankItem, BankItem.id == BankWording.item_id)
    query = query.where(BankItem.county_ags == county_ags).order_by(BankWording.number)
    found: dict[str, list[BankWording]] = {}
    for each in session.scalars(query):
        found.setdefault(each.item_id, []).append(each)
    return found


def remove(session: Session, item: BankItem) -> None:
    """Remove an item with all its wordings."""
    session.execute(delete(BankWording).where(BankWording.item_id == item.id))
    session.execute(delete(BankItem).where(BankItem.id == item.id))


def asked_in(session: Session) -> Sequence[tuple[str, str]]:
    """Return which county has asked which published document, by their AGS and hash."""
    query = (
        select(Survey.county_ags, Publication.document_hash)
        .join(Wave, Wave.survey_id == Survey.id)
        .join(Publication, Publication.document_hash == Wave.document_hash)
        .distinct()
    )
    with lifted(session):  # only how many other counties there are leaves here
        return [(county, hash_) for county, hash_ in session.execute(query)]
