"""A draft translated into one language: what stands there, and what comes in from forms and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.translating.intake import Decided, Fate, Line, decide
from surveyapp.questionnaire.translating.origins import Origins, State
from surveyapp.questionnaire.translating.units import GERMAN, Unit, units
from surveyapp.services import studio
from surveyapp.services.studio import Conflict, Desk
from surveyapp.storage import translation_origins
from surveyapp.storage.staff import Staff

TRIES = 5
"""How often lines are decided anew because somebody else has changed the same places meanwhile."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One wording as it stands in a language."""

    unit: Unit
    said: str
    state: State
    #: The German wording a stale translation was made from, as far as it is known.
    was: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A draft in one language."""

    desk: Desk
    language: str
    entries: tuple[Entry, ...]
    origins: Origins

    def count(self, state: State) -> int:
        """Return how many wordings are that far."""
        return sum(each.state is state for each in self.entries)


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of lines that came in."""

    desk: Desk
    decided: tuple[Decided, ...]

    @property
    def counts(self) -> Counter[Fate]:
        """Return how many lines met which fate."""
        return Counter(each.fate for each in self.decided)

    def of(self, *fates: Fate) -> tuple[Decided, ...]:
        """Return the lines that met some fates."""
        return tuple(each for each in self.decided if each.fate in fates)


def translation(session: Session, actor: Staff, draft_id: str, language: str) -> Translation | None:
    """Return a draft of the actor's county in a language it is offered in; None where there is none."""
    desk = studio.open_draft(session, actor, draft_id)
    is_offered = desk is not None and language in desk.questionnaire.languages
    if desk is None or language == GERMAN or not is_offered:
        return None
    return translation_at(session, desk, language)


def translation_at(session: Session, desk: Desk, language: str) -> Translation:
    """Return a draft in a language."""
    found = units(desk.document)
    pairs = translation_origins.pairs_of(session, desk.draft_id, language)
    origins = Origins(pairs, (each.key for each in found))
    entries = tuple(_entry(each, language, origins) for each in found)
    return Translation(desk, language, entries, origins)


def _entry(unit: Unit, language: str, origins: Origins) -> Entry:
    state = origins.state(unit, language)
    was = origins.was(unit, language) if state is State.STALE else ""
    return Entry(unit, unit.said(language), state, was)


def stale_in(session: Session, draft_id: str, questionnaire: Questionnaire, language: str) -> int:
    """Return how many translations of a draft were made from another German wording."""
    pairs = translation_origins.pairs_of(session, draft_id, language)
    if not pairs:
        return 0
    found = units(trees.of(questionnaire))
    origins = Origins(pairs, (each.key for each in found))
    return sum(origins.state(each, language) is State.STALE for each in found)


def take(
    session: Session,
    actor: Staff,
    draft_id: str,
    language: str,
    lines: Iterable[Line],
    *,
    now: datetime,
) -> Intake | Refusal:
    """Take what fits of translations that come in, as one revision; the rest is told and left alone."""
    lines = tuple(lines)
    for _attempt in range(TRIES):
        found = translation(session, actor, draft_id, language)
        if found is None:
            return Refusal(Reason.BAD_LANGUAGE, "", {"language": language})
        before = [each.unit for each in found.entries]
        decided = decide(before, language, found.origins, lines)
        edits = tuple(_edits(decided, language))
        if not edits:
            return Intake(found.desk, decided)
        base = found.desk.revision
        outcome = studio.edit(session, actor, draft_id, base, *edits, now=now)
        if not isinstance(outcome, Conflict):
            return outcome if isinstance(outcome, Refusal) else Intake(outcome, decided)
    return Refusal(Reason.CHANGED_SINCE)


def _edits(decided: Iterable[Decided], language: str) -> Iterable[Edit]:
    for each in decided:
        if each.unit is not None and each.fate in (Fate.TAKEN, Fate.STALE):
            arguments = {
                "language": language,
                "name": each.unit.name,
                "text": each.line.said,
                "made_from": each.made_from,
            }
            yield Edit("set_text", each.unit.path, arguments)


def add_language(
    session: Session, actor: Staff, draft_id: str, language: str, *, now: datetime
) -> Desk | Refusal:
    """Offer a draft in one more language; only in one the pages around the questions speak as well."""
    desk = studio.open_draft(session, actor, draft_id)
    if desk is None:
        return Refusal(Reason.NOT_FOUND)
    edit = Edit("add_language", "", {"language": language})
    outcome = studio.edit(session, actor, draft_id, desk.revision, edit, now=now)
    if isinstance(outcome, Conflict):
        return Refusal(Reason.CHANGED_SINCE)
    return outcome
