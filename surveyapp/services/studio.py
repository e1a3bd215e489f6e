"""Drafts as people work on them together: edited, undone, merged, looked back at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, may
from surveyapp.questionnaire.editing import operations
from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.questionnaire.editing.flat import (
    ABSENT,
    Change,
    Flat,
    Place,
    changes,
    flatten,
    restore,
)
from surveyapp.questionnaire.editing.merging import merge
from surveyapp.questionnaire.editing.operations import OPERATIONS, Applied
from surveyapp.questionnaire.editing.references import unknown_names
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.services.desks import Desk, SignedOff, desk_of
from surveyapp.services.draft_revisions import (
    Deed,
    Entry,
    edits_json,
    entry,
    flat_at,
    hold,
    let_go,
    save,
    stacks,
)
from surveyapp.services.start_draft import start_empty, start_from
from surveyapp.storage import draft_history, draft_remarks, drafts
from surveyapp.storage.drafts import DraftQuestionnaire
from surveyapp.storage.staff import Staff

__all__ = ["Deed", "Desk", "Entry", "SignedOff", "start_empty", "start_from"]


@dataclass(frozen=True, slots=True)
class Clash:
    """One place that two people changed differently; None is a value that does not exist."""

    #: Address and property: ``question/age``, ``text.de``. ``questions#`` is the order of the questions
    #: inside (their addresses); an empty property is the element as a whole, its value where it stands.
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


_Outcome = TypeVar("_Outcome", bound=Outcome)


class _Clashing(StrEnum):
    """What happens to places nobody has chosen for."""

    ASK = "ask"
    THEIRS = "theirs"


def open_draft(session: Session, actor: Staff, draft_id: str) -> Desk | None:
    """Return a draft of the actor's county; None where there is none."""
    draft = drafts.draft_of(session, actor.county_ags, draft_id)
    return None if draft is None else desk_of(session, actor, draft)


# Editing


def edit(
    session: Session, actor: Staff, draft_id: str, base_revision: int, *edits: Edit, now: datetime
) -> Outcome:
    """Make edits together as one revision; changes others made elsewhere since stay."""
    draft = hold(session, actor.county_ags, draft_id)
    outcome: Outcome = Refusal(Reason.NOT_FOUND)
    if draft is not None:
        outcome = _edited(session, actor, draft, base_revision, edits, now)
    return _ended(session, outcome)


def _edited(
    session: Session,
    actor: Staff,
    draft: DraftQuestionnaire,
    base: int,
    edits: tuple[Edit, ...],
    now: datetime,
) -> Outcome:
    if not 0 <= base <= draft.revision:
        return Refusal(Reason.NO_REVISION, "", {"revision": base})
    again = _done_already(session, actor, draft, base, edits)
    if again is not None:
        return again
    rows = {each.operation: OPERATIONS.get(each.operation) for each in edits}
    only_adds = all(row is not None and row.adds for row in rows.values())
    if base == draft.revision or only_adds:
        applied = operations.run(trees.read(draft.document), *edits)
        if isinstance(applied, Refusal):
            return applied
        return _kept(session, actor, draft, Deed.EDIT, applied, edits, now)
    return _merged(session, actor, draft, base, edits, now, None)


def _done_already(
    session: Session,
    actor: Staff,
    draft: DraftQuestionnaire,
    base: int,
    edits: tuple[Edit, ...],
) -> Desk | None:
    """Return the desk where this is the same form, pressed twice: then it is done once."""
    rows = draft_history.revisions_of(session, draft.id, after=base)
    own = next((row for row in rows if row.staff_id == actor.id), None)
    if own is None or own.edits != edits_json(edits):
        return None
    applied = operations.run(restore(flat_at(session, draft, own.number - 1)), *edits)
    return desk_of(session, actor, draft, applied.made if isinstance(applied, Applied) else "")


def _merged(
    session: Session,
    actor: Staff,
    draft: DraftQuestionnaire,
    base: int,
    edits: tuple[Edit, ...],
    now: datetime,
    choice: Mapping[Place, bool] | None,
    otherwise: _Clashing = _Clashing.ASK,
) -> Outcome:
    """Join edits made on an older revision with what others made since."""
    before = flat_at(session, draft, base)
    applied = operations.run(restore(before), *edits)
    if isinstance(applied, Refusal):
        return applied
    theirs = flatten(trees.read(draft.document))
    mine = flatten(applied.tree)
    found = merge(before, mine, theirs, choice)
    if found.clashes and otherwise is _Clashing.THEIRS:
        theirs_wins = {each.place: False for each in found.clashes}
        found = merge(before, mine, theirs, {**theirs_wins, **(choice or {})})
    clashes = [
        _shown(Change(each.place, each.base, each.mine), each.theirs) for each in found.clashes
    ]
    after = operations.settled(restore(found.flat), applied.made)
    if isinstance(after, Refusal):
        return after
    if choice is None:
        clashes += _loose(after.tree, applied.tree, draft, (before, mine, theirs))
    if clashes:
        last = draft_history.last_of(session, draft.id)
        return Conflict(draft.revision, tuple(clashes), edits, last.who if last else "")
    deed = Deed.EDIT if choice is None else Deed.RESOLVE
    return _kept(session, actor, draft, deed, after, edits, now)


def _kept(
    session: Session,
    actor: Staff,
    draft: DraftQuestionnaire,
    deed: Deed,
    applied: Applied,
    edits: tuple[Edit, ...],
    now: datetime,
) -> Desk:
    """Keep what edits made, and let remarks follow what was renamed."""
    save(session, actor, draft, deed, applied.tree, edits=edits, now=now)
    for each in edits:
        if each.operation == "rename" and applied.made:
            draft_remarks.follow(session, draft.id, each.path, applied.made)
    return desk_of(session, actor, draft, applied.made)


def _loose(
    after: Tree, mine: Tree, draft: DraftQuestionnaire, sides: tuple[Flat, Flat, Flat]
) -> list[Clash]:
    """Return places that name something gone: one removed what the other has begun to name."""
    known = unknown_names(mine) | unknown_names(trees.read(draft.document))
    found = sorted({(path, name) for path, name, _ in unknown_names(after) - known})
    values = ([side.get(place, ABSENT) for side in sides] for place in found)
    return [
        _shown(Change(place, base, mine_), theirs)
        for place, (base, mine_, theirs) in zip(found, values, strict=True)
    ]


def _shown(change: Change, theirs: Any) -> Clash:  # noqa: ANN401 - JSON
    values = (change.old, change.new, theirs)
    base, mine, other = (None if each is ABSENT else each for each in values)
    return Clash(*change.place, base, mine, other)


def _ended(session: Session, outcome: _Outcome) -> _Outcome:
    """Keep what was done; what was refused or clashes did nothing."""
    if isinstance(outcome, Desk):
        session.commit()
    else:
        let_go(session)
    return outcome


def resolve(
    session: Session,
    actor: Staff,
    draft_id: str,
    base_revision: int,
    conflict_revision: int,
    edits: tuple[Edit, ...],
    mine: Mapping[Place, bool],
    *,
    now: datetime,
) -> Outcome:
    """Make edits where of each place (path, property) mine or theirs was chosen; theirs by default.

    Where others went on meanwhile, new clashes come back as another conflict.
    """
    draft = hold(session, actor.county_ags, draft_id)
    outcome: Outcome = Refusal(Reason.NOT_FOUND)
    if draft is not None and not 0 <= base_revision <= draft.revision:
        outcome = Refusal(Reason.NO_REVISION, "", {"revision": base_revision})
    elif draft is not None:
        is_known = draft.revision == conflict_revision
        rest = _Clashing.THEIRS if is_known else _Clashing.ASK
        outcome = _merged(session, actor, draft, base_revision, edits, now, mine, rest)
    return _ended(session, outcome)


# Taking back


def undo(session: Session, actor: Staff, draft_id: str, *, now: datetime) -> Desk | Refusal:
    """Take the actor's last edit back as a new revision, unless others changed the same place since."""
    return _taken_back(session, actor, draft_id, Deed.UNDO, now)


def redo(session: Session, actor: Staff, draft_id: str, *, now: datetime) -> Desk | Refusal:
    """Make the actor's last undone edit again."""
    return _taken_back(session, actor, draft_id, Deed.REDO, now)


def _taken_back(
    session: Session, actor: Staff, draft_id: str, deed: Deed, now: datetime
) -> Desk | Refusal:
    draft = hold(session, actor.county_ags, draft_id)
    outcome: Desk | Refusal = Refusal(Reason.NOT_FOUND)
    if draft is not None:
        done, undone = stacks(draft_history.steps_of(session, draft.id), actor.id)
        numbers = done if deed is Deed.UNDO else undone
        outcome = Refusal(Reason.NOTHING_TO_UNDO)
        if numbers:
            outcome = _reversed(session, actor, draft, deed, numbers[-1], now)
    return _ended(session, outcome)


def _reversed(
    session: Session,
    actor: Staff,
    draft: DraftQuestionnaire,
    deed: Deed,
    number: int,
    now: datetime,
) -> Desk | Refusal:
    """Take one revision back, and leave what others did since."""
    theirs = flatten(trees.read(draft.document))
    before, after = flat_at(session, draft, number - 1), flat_at(session, draft, number)
    found = merge(after, before, theirs)
    places = [list(each.place) for each in found.clashes]
    if places:
        return Refusal(Reason.CHANGED_SINCE, places[0][0], {"places": places})
    settled = operations.settled(restore(found.flat))
    if isinstance(settled, Refusal):
        return settled
    loose = unknown_names(settled.tree) - unknown_names(trees.read(draft.document))
    was_loose = unknown_names(restore(before))
    for path, name, _ in sorted(loose - was_loose):
        return Refusal(Reason.CHANGED_SINCE, path, {"places": [[path, name]]})
    save(session, actor, draft, deed, settled.tree, now=now, of=number)
    return desk_of(session, actor, draft)


# Looking back


def history(session: Session, actor: Staff, draft_id: str) -> tuple[Entry, ...]:
    """Return what became of a draft, the latest first."""
    draft = drafts.draft_of(session, actor.county_ags, draft_id)
    rows = draft_history.revisions_of(session, draft.id) if draft is not None else ()
    edits = {row.number: entry(row).edits for row in rows}
    return tuple(entry(row, edits.get(row.of if row.of is not None else -1, ())) for row in rows)


def revision_of(session: Session, actor: Staff, draft_id: str, revision: int) -> Tree | Refusal:
    """Return the document as it stood at a revision."""
    draft = drafts.draft_of(session, actor.county_ags, draft_id)
    if draft is None or not 0 <= revision <= draft.revision:
        return Refusal(Reason.NO_REVISION, "", {"revision": revision})
    return restore(flat_at(session, draft, revision))


def compare(
    session: Session, actor: Staff, draft_id: str, old: int, new: int
) -> tuple[Clash, ...] | Refusal:
    """Return what differs between two revisions: ``base`` is the old value, ``mine`` the new one."""
    before = revision_of(session, actor, draft_id, old)
    after = revision_of(session, actor, draft_id, new)
    for each in (before, after):
        if isinstance(each, Refusal):
            return each
    found = changes(flatten(before), flatten(after))  # type: ignore[arg-type]
    return tuple(_shown(each, each.new) for each in found)


def go_back(
    session: Session, actor: Staff, draft_id: str, revision: int, *, now: datetime
) -> Desk | Refusal:
    """Make an earlier revision the latest one."""
    draft = hold(session, actor.county_ags, draft_id)
    outcome: Desk | Refusal = Refusal(Reason.NO_REVISION, "", {"revision": revision})
    if draft is not None and 0 <= revision <= draft.revision:
        settled = operations.settled(restore(flat_at(session, draft, revision)))
        outcome = settled if isinstance(settled, Refusal) else Refusal(Reason.NOTHING_TO_UNDO)
        if isinstance(settled, Applied):
            save(session, actor, draft, Deed.RETURN, settled.tree, now=now, of=revision)
            outcome = desk_of(session, actor, draft)
    return _ended(session, outcome)


def sign_off(
    session: Session, actor: Staff, draft_id: str, revision: int, *, now: datetime
) -> Desk | Refusal:
    """Agree as a second person to a revision: somebody who changed nothing since the last agreement."""
    draft = hold(session, actor.county_ags, draft_id)
    outcome: Desk | Refusal = Refusal(Reason.NOT_FOUND)
    if draft is not None:
        refused = _may_not_sign(session, actor, draft, revision)
        if refused is None:
            draft_history.sign(session, draft, actor, now=now)
        outcome = refused or desk_of(session, actor, draft)
    return _ended(session, outcome)


def _may_not_sign(
    session: Session, actor: Staff, draft: DraftQuestionnaire, revision: int
) -> Refusal | None:
    if not may(actor, Action.SIGN_OFF, draft.county_ags):
        return Refusal(Reason.NOT_ALLOWED)
    if revision != draft.revision:
        return Refusal(Reason.CHANGED_SINCE, "", {"places": []})
    is_writer = actor.id in draft_history.writers_of(session, draft.id)
    return Refusal(Reason.OWN_EDIT) if is_writer else None
