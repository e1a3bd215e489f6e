"""Every questionnaire staff of a county can look at: packaged, published, and their own drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from sqlalchemy.orm import Session

from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.storage import drafts, publications

DRAFT = "entwurf"
"""First part of the key of a draft; no questionnaire is called so in an address."""


class Stage(StrEnum):
    """How far a questionnaire has come."""

    DRAFT = "draft"
    #: Comes with the product; published when the first wave opens, or by hand.
    PACKAGED = "packaged"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Kept:
    """One document of a questionnaire, and where it stands."""

    #: ``familie.1.0`` (id, version, correction) or ``entwurf.<id of the draft>``.
    key: str
    stage: Stage
    text: str
    questionnaire: Questionnaire
    #: When it was published, or last changed; None for one that comes with the product.
    on: date | None = None
    note: str = ""

    @property
    def draft_id(self) -> str:
        """Return the id of the draft; empty for everything else."""
        return self.key.removeprefix(f"{DRAFT}.") if self.stage is Stage.DRAFT else ""


@lru_cache(maxsize=64)
def read(text: str) -> Questionnaire:
    """Return the questionnaire of a document; read once, so that what is known of it is kept."""
    return document.parse(text)


def newest(session: Session, county_ags: str) -> tuple[Kept, ...]:
    """Return the latest document of every version, drafts of the county last."""
    known = sorted(_known(session), key=_number)
    latest = [list(group)[-1] for _, group in groupby(known, key=lambda each: _number(each)[:2])]
    return (*latest, *_drafts(session, county_ags))


def editions(session: Session, questionnaire: str) -> tuple[Kept, ...]:
    """Return every document of a questionnaire that is no draft, oldest first."""
    found = (each for each in _known(session) if each.questionnaire.id == questionnaire)
    return tuple(sorted(found, key=_number))


def by_key(session: Session, county_ags: str, key: str) -> Kept | None:
    """Return one document; None where it does not exist or belongs to another county."""
    start, _, rest = key.partition(".")
    if start == DRAFT:
        draft = drafts.draft_of(session, county_ags, rest)
        return None if draft is None else _of_draft(draft)
    id_, _, numbers = key.partition(".")
    version, _, correction = numbers.partition(".")
    if not (version.isdecimal() and correction.isdecimal()):
        return None
    found = (each for each in _known(session, id_) if each.key == key)
    return next(found, None)


def next_version(known: tuple[Kept, ...], kept: Kept) -> int:
    """Return the version under which a document would be published.

    A packaged one has its number; a draft follows the last published version, or the last packaged
    one where nothing was published.
    """
    if kept.stage is not Stage.DRAFT:
        return kept.questionnaire.version
    numbers: dict[Stage, int] = {}
    for each in known:
        numbers[each.stage] = max(numbers.get(each.stage, 0), each.questionnaire.version)
    return 1 + numbers.get(Stage.PUBLISHED, numbers.get(Stage.PACKAGED, 0))


def _number(kept: Kept) -> tuple[str, int, int]:
    asked = kept.questionnaire
    return asked.id, asked.version, asked.correction


def key_of(questionnaire: Questionnaire) -> str:
    """Return the key of a document that is no draft."""
    return f"{questionnaire.id}.{questionnaire.version}.{questionnaire.correction}"


def _known(session: Session, only: str | None = None) -> Iterator[Kept]:
    """Iterate over what is published, and what is packaged and not published yet."""
    published = set()
    for id_ in publications.ids(session) if only is None else (only,):
        for each in publications.all_of(session, id_):
            asked = read(each.document)
            published.add(key_of(asked))
            yield Kept(
                key_of(asked), Stage.PUBLISHED, each.document, asked, each.published_on, each.note
            )
    for id_ in library.ids():
        for version in library.versions(id_) if only in (None, id_) else ():
            text = library.text_of(id_, version)
            asked = read(text)
            if key_of(asked) not in published:
                yield Kept(key_of(asked), Stage.PACKAGED, text, asked)


def _drafts(session: Session, county_ags: str) -> Iterator[Kept]:
    yield from (_of_draft(each) for each in drafts.drafts_of(session, county_ags))


def _of_draft(draft: drafts.DraftQuestionnaire) -> Kept:
    return Kept(
        f"{DRAFT}.{draft.id}", Stage.DRAFT, draft.document, read(draft.document), draft.updated_on
    )
