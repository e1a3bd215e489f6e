"""Free texts for those who read them: by question, in the order of ids that were drawn at random."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveyapp.storage.tables import TextAnswer

__all__ = ["TextAnswer"]


def count_by_question(session: Session, wave_id: str) -> dict[str, int]:
    """Return how many texts each question of a wave got."""
    query = (
        select(TextAnswer.question, func.count().label("number"))
        .where(TextAnswer.wave_id == wave_id)
        .group_by(TextAnswer.question)
    )
    return {row.question: row.number for row in session.execute(query)}


def some_of(
    session: Session, wave_id: str, question: str, *, first: int, most: int
) -> Sequence[TextAnswer]:
    """Return some of the texts that answer a question, the first one counted from 0."""
    query = (
        select(TextAnswer)
        .where(TextAnswer.wave_id == wave_id, TextAnswer.question == question)
        .order_by(TextAnswer.id)
        .offset(first)
        .limit(most)
    )
    return session.scalars(query).all()


def by_id(session: Session, wave_id: str, text_id: bytes) -> TextAnswer | None:
    """Return a text of a wave."""
    query = select(TextAnswer).where(TextAnswer.id == text_id, TextAnswer.wave_id == wave_id)
    return session.scalar(query)
