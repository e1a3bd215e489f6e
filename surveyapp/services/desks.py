"""A draft as a person works on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.services.draft_revisions import Entry, entry, stacks
from surveyapp.storage import draft_history
from surveyapp.storage.drafts import DraftQuestionnaire
from surveyapp.storage.staff import Staff


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
    #: Who changed it last, and when; None where it was brought in and never changed.
    last: Entry | None
    #: None until a second person has agreed to what stands here now.
    signed_off: SignedOff | None = None
    #: Who changed something since a second person last agreed, and so cannot be one; whether that
    #: is who works here.
    writers: tuple[str, ...] = ()
    is_writer: bool = False
    #: Address of the element the last edit made, where it made one.
    made: str = ""


def desk_of(session: Session, actor: Staff, draft: DraftQuestionnaire, made: str = "") -> Desk:
    """Return a draft as a person works on it."""
    done, undone = stacks(draft_history.steps_of(session, draft.id), actor.id)
    last = draft_history.last_of(session, draft.id)
    tree = trees.read(draft.document)
    signed = draft_history.sign_off_of(session, draft)
    writers = draft_history.writers_of(session, draft.id)
    return Desk(
        draft_id=draft.id,
        title=draft.title,
        revision=draft.revision,
        document=tree,
        questionnaire=trees.questionnaire_of(tree),
        may_undo=bool(done),
        may_redo=bool(undone),
        last=None if last is None else entry(last),
        signed_off=None
        if signed is None
        else SignedOff(signed.revision, signed.who, draft_history.aware(signed.at)),
        writers=tuple(writers.values()),
        is_writer=actor.id in writers,
        made=made,
    )
