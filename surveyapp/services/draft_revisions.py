"""The revisions of a draft: kept as what changed, and read back as documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.editing.flat import (
    Flat,
    changed,
    changes,
    flatten,
    from_json,
    reverse,
    to_json,
)
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.translating.origins import pairs_of
from surveyapp.services.audit import beside
from surveyapp.storage import draft_history, drafts, translation_origins
from surveyapp.storage.draft_history import DraftRevision, Step
from surveyapp.storage.drafts import DraftQuestionnaire
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


def hold(session: Session, county_ags: str, draft_id: str) -> DraftQuestionnaire | None:
    """Return a draft of a county that nobody else changes until this transaction ends."""
    let_go(session)
    return drafts.hold(session, county_ags, draft_id)


def let_go(session: Session) -> None:
    """End a transaction in which nothing of what was announced was done."""
    with beside(session):
        session.commit()


def entry(row: DraftRevision, edits_of: tuple[Edit, ...] = ()) -> Entry:
    """Return a stored revision as a line of the history; ``edits_of`` are those it took back."""
    own = tuple(Edit(**each) for each in json.loads(row.edits))
    when = draft_history.aware(row.at)
    return Entry(row.number, Deed(row.deed), row.who, when, own or edits_of, row.of)


def save(
    session: Session,
    actor: Staff,
    draft: DraftQuestionnaire,
    deed: Deed,
    after: Tree,
    *,
    now: datetime,
    edits: tuple[Edit, ...] = (),
    of: int | None = None,
) -> None:
    """Make a document the draft's latest revision; one that changes nothing is none."""
    before = trees.read(draft.document)
    translation_origins.note(
        session, draft, *pairs_of(before, after, edits), revision=draft.revision + 1
    )
    found = changes(flatten(before), flatten(after))
    if not found and of is None:
        return
    draft.document = trees.write(after)
    draft.title = title_of(after)
    draft.updated_on = now.date()
    draft.revision += 1
    draft_history.add(
        session,
        draft,
        actor,
        deed=deed,
        edits=edits_json(edits),
        changes=json.dumps(to_json(found), ensure_ascii=False),
        now=now,
        of=of,
    )


def edits_json(edits: tuple[Edit, ...]) -> str:
    """Return edits as they are stored."""
    return json.dumps([asdict(each) for each in edits], ensure_ascii=False)


def title_of(tree: Tree) -> str:
    """Return the German title of a document, or its id."""
    return str(tree["title"].get("de") or tree["id"])[: drafts.LONGEST_TITLE]


def flat_at(session: Session, draft: DraftQuestionnaire, number: int) -> Flat:
    """Return the document of a draft as it stood at a revision."""
    flat = flatten(trees.read(draft.document))
    for row in draft_history.revisions_of(session, draft.id, after=number):
        flat = changed(flat, reverse(from_json(json.loads(row.changes))))
    return flat


def stacks(steps: Sequence[Step], staff_id: str) -> tuple[list[int], list[int]]:
    """Return the revisions a person can undo and redo, the next one last."""
    done: list[int] = []
    undone: list[int] = []
    for row in steps:
        if row.staff_id != staff_id or row.deed == Deed.START:
            continue
        if row.deed == Deed.UNDO:
            done = [each for each in done if each != row.of]
            undone.append(row.number)
        elif row.deed == Deed.REDO:
            undone = [each for each in undone if each != row.of]
            done.append(row.number)
        else:
            done.append(row.number)
            undone = []
    return done, undone
