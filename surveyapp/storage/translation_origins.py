"""From which German wordings the translations of a draft were made."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.questionnaire.translating.origins import Pair, digest
from surveyapp.storage.drafts import DraftQuestionnaire
from surveyapp.storage.tables import TranslationOrigin

LONGEST_KEY = 400
"""Longer addresses are nobody's; of a wording there nothing is known."""


def note(
    session: Session,
    draft: DraftQuestionnaire,
    stood: Sequence[Pair],
    made: Sequence[Pair],
    *,
    revision: int,
) -> None:
    """Note pairs of a draft; of what stood there only where nothing is known of that translation."""
    if not stood and not made:
        return
    query = select(TranslationOrigin).where(TranslationOrigin.draft_id == draft.id)
    rows = {_mark(row): row for row in session.scalars(query)}
    known = {mark[:3] for mark in rows}
    stood, made = (
        [each for each in pairs if len(each.key) <= LONGEST_KEY] for pairs in (stood, made)
    )
    new = [pair for pair in stood if (pair.language, pair.key, pair.said) not in known]
    for pair, number in (*((each, 0) for each in new), *((each, revision) for each in made)):
        row = TranslationOrigin(
            draft_id=draft.id,
            language=pair.language,
            key=pair.key,
            said=pair.said,
            made_from=digest(pair.german),
            german=pair.german,
            revision=number,
        )
        there = rows.setdefault(_mark(row), row)
        there.revision = max(there.revision, number)
        session.add(there)
    session.flush()


def _mark(row: TranslationOrigin) -> tuple[str, str, str, str]:
    return row.language, row.key, row.said, row.made_from


def pairs_of(session: Session, draft_id: str, language: str) -> tuple[Pair, ...]:
    """Return what is known of a draft's translations into a language, the oldest first."""
    query = (
        select(TranslationOrigin)
        .where(TranslationOrigin.draft_id == draft_id, TranslationOrigin.language == language)
        .order_by(TranslationOrigin.revision, TranslationOrigin.key, TranslationOrigin.made_from)
    )
    rows = session.scalars(query)
    return tuple(Pair(row.language, row.key, row.said, row.german) for row in rows)
