"""The themes people gave free texts, in the urn beside each text, by look."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import TextAnswer, TextCode

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

Given = Mapping[int, tuple[str, ...]]
"""Look to the themes it gave one text."""


def count_by_question(urn: Session, wave_id: str, look: int) -> dict[str, int]:
    """Return how many texts of each question a look has given themes, or none of them."""
    query = (
        select(TextAnswer.question, func.count().label("number"))
        .join(TextCode, TextCode.text_id == TextAnswer.id)
        .where(TextAnswer.wave_id == wave_id, TextCode.look == look)
        .group_by(TextAnswer.question)
    )
    return {row.question: row.number for row in urn.execute(query)}


def ids_of(urn: Session, wave_id: str, question: str) -> tuple[bytes, ...]:
    """Return the ids of all texts of a question, in their order, which means nothing."""
    query = (
        select(TextAnswer.id)
        .where(TextAnswer.wave_id == wave_id, TextAnswer.question == question)
        .order_by(TextAnswer.id)
    )
    return tuple(urn.scalars(query))


def texts_with(urn: Session, ids: Collection[bytes]) -> dict[bytes, TextAnswer]:
    """Return texts by their ids."""
    query = select(TextAnswer).where(TextAnswer.id.in_(ids))
    return {each.id: each for each in urn.scalars(query)}


def of_question(urn: Session, wave_ids: Sequence[str], question: str) -> dict[bytes, Given]:
    """Return what was given to the texts of a question, by text; others are left out."""
    query = (
        select(TextCode.text_id, TextCode.look, TextCode.themes)
        .join(TextAnswer, TextAnswer.id == TextCode.text_id)
        .where(TextAnswer.wave_id.in_(wave_ids), TextAnswer.question == question)
    )
    found: dict[bytes, dict[int, tuple[str, ...]]] = {}
    for text_id, look, themes in urn.execute(query):
        found.setdefault(text_id, {})[look] = tuple(themes)
    return dict(found)


def hold(urn: Session, wave_id: str, question: str, ids: Collection[bytes]) -> frozenset[bytes]:
    """Keep others from changing what these texts of a question were given; return which are there."""
    query = (
        select(TextAnswer.id)
        .where(TextAnswer.wave_id == wave_id, TextAnswer.question == question)
        .where(TextAnswer.id.in_(ids))
        .order_by(TextAnswer.id)
        .with_for_update()
    )
    return frozenset(urn.scalars(query))


def put(urn: Session, text_id: bytes, look: int, themes: Collection[str]) -> None:
    """Give a text themes by one look, in place of those the look gave it before."""
    row = {"text_id": text_id, "look": look, "themes": sorted(themes)}
    query = _INSERT[urn.get_bind().dialect.name](TextCode).values(row)
    urn.execute(
        query.on_conflict_do_update(
            index_elements=["text_id", "look"], set_={"themes": row["themes"]}
        )
    )


def remove(urn: Session, ids: Collection[bytes], look: int | None = None) -> None:
    """Take away what a look gave some texts, or what every look gave them."""
    query = delete(TextCode).where(TextCode.text_id.in_(ids))
    urn.execute(query if look is None else query.where(TextCode.look == look))


def uses(given: Mapping[bytes, Given]) -> Iterator[tuple[bytes, str]]:
    """Yield each text with each theme any look gave it, once."""
    for text_id, looks in given.items():
        for code in sorted({code for themes in looks.values() for code in themes}):
            yield text_id, code
