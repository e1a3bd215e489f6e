"""Drafts as people work on them together: edited, undone, merged, looked back at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.questionnaire.editing.edits import Edit, Refusal
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.storage.staff import Staff


class Deed(StrEnum):
    """How a revision came about."""

    START = "start"
    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    #: Back to an earlier revision.
    RETURN = "return"
    #: A person has decided between two changes of the same place.
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history of a draft."""

    revision: int
    deed: Deed
    #: Name of the person.
    who: str
    #: To the minute, UTC.
    when: datetime
    #: What was done; of ``undo`` and ``redo`` what was undone; None for the rest.
    edits: tuple[Edit, ...] = ()
    #: The revision undone, redone or returned to.
    of: int | None = None


@dataclass(frozen=True, slots=True)
class SignedOff:
    """A second person has read this revision and agrees."""

    revision: int
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft as a person works on it."""

    draft_id: str
    title: str
    revision: int
    document: Tree
    questionnaire: Questionnaire
    may_undo: bool
    may_redo: bool
    #: Who changed it last, and when.
    last: Entry
    #: None until a second person has agreed to what stands here now.
    signed_off: SignedOff | None = None
    #: Address of the element the last edit made, where it made one.
    made: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """One place that two people changed differently."""

    #: Address and property: ``question/age``, ``text.de``.
    path: str
    property: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit made on an older revision that meets other changes of the same places."""

    #: Revision of theirs: what ``resolve`` has to name.
    revision: int
    clashes: tuple[Clash, ...]
    edits: tuple[Edit, ...]
    #: Who made the last of the other changes.
    who: str = ""


Outcome = Desk | Conflict | Refusal
"""What comes of an edit."""


def start_empty(session: Session, actor: Staff, title: str, *, now: datetime) -> Desk | Refusal:
    """Begin a questionnaire with one section, one page and no question."""
    raise NotImplementedError


def start_from(session: Session, actor: Staff, key: str, *, now: datetime) -> Desk | Refusal:
    """Begin a draft with a copy of a packaged or published version (``familie.1.0``)."""
    raise NotImplementedError


def open_draft(session: Session, actor: Staff, draft_id: str) -> Desk | None:
    """Return a draft of the actor's county; None where there is none."""
    raise NotImplementedError


def edit(
    session: Session, actor: Staff, draft_id: str, base_revision: int, *edits: Edit, now: datetime
) -> Outcome:
    """Make edits together as one revision; changes others made elsewhere since stay."""
    raise NotImplementedError


def resolve(
    session: Session,
    actor: Staff,
    draft_id: str,
    base_revision: int,
    conflict_revision: int,
    edits: tuple[Edit, ...],
    mine: Mapping[tuple[str, str], bool],
    *,
    now: datetime,
) -> Outcome:
    """Make edits where of each place (address, property) mine or theirs was chosen; theirs by default."""
    raise NotImplementedError


def undo(session: Session, actor: Staff, draft_id: str, *, now: datetime) -> Desk | Refusal:
    """Take the actor's last edit back as a new revision, unless others changed the same place since."""
    raise NotImplementedError


def redo(session: Session, actor: Staff, draft_id: str, *, now: datetime) -> Desk | Refusal:
    """Make the actor's last undone edit again."""
    raise NotImplementedError


def history(session: Session, actor: Staff, draft_id: str) -> tuple[Entry, ...]:
    """Return what became of a draft, the latest first."""
    raise NotImplementedError


def revision_of(session: Session, actor: Staff, draft_id: str, revision: int) -> Tree | Refusal:
    """Return the document as it stood at a revision."""
    raise NotImplementedError


def compare(
    session: Session, actor: Staff, draft_id: str, old: int, new: int
) -> tuple[Clash, ...] | Refusal:
    """Return what differs between two revisions: ``base`` is the old value, ``mine`` the new one."""
    raise NotImplementedError


def go_back(
    session: Session, actor: Staff, draft_id: str, revision: int, *, now: datetime
) -> Desk | Refusal:
    """Make an earlier revision the latest one."""
    raise NotImplementedError


def sign_off(
    session: Session, actor: Staff, draft_id: str, revision: int, *, now: datetime
) -> Desk | Refusal:
    """Agree as a second person to a revision; not by whoever made the last edit."""
    raise NotImplementedError
