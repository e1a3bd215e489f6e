"""The demo's questionnaire in the making: pasted, changed by two people, half translated, talked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from surveyapp.access.roles import Role
from surveyapp.questionnaire.editing.edits import Edit, Refusal
from surveyapp.questionnaire.translating.intake import Line
from surveyapp.services import audit, studio, studio_comments, translate
from surveyapp.services.deeds import Deed
from surveyapp.services.studio import Desk
from surveyapp.storage import drafts
from surveyapp.storage.staff import Staff

TITLE = "Ferienbetreuung im Kyffhäuserkreis"

PASTED = (
    "Betreuung in den Ferien\n"
    "1. Wie viele Kinder unter 14 Jahren leben in Ihrem Haushalt?\n"
    "- Eins\n"
    "- Zwei\n"
    "- Drei oder mehr\n"
    "- Keins\n"
    "2. In welchen Ferien fehlt Betreuung? (Mehrfachnennung)\n"
    "- Winterferien\n"
    "- Osterferien\n"
    "- Sommerferien\n"
    "- Herbstferien\n"
    "- In keinen\n"
    "3. Bis wann müsste Ihr Kind am Tag betreut werden?\n"
    "- Bis 12 Uhr\n"
    "- Bis 14 Uhr\n"
    "- Bis 16 Uhr oder länger\n"
    "4. Was sollte es in den Ferien bei Ihnen vor Ort geben?\n"
)
"""As somebody would copy it from Word."""

HOLIDAYS, HOURS = "question/ferien_fehlt_betreuung", "question/bis_wann_muesste_kind_tag"

ENGLISH = {
    ":title": "Holiday care in the Kyffhäuser district",
    "section/anfang:title": "Questions",
    "page/betreuung_ferien:title": "Care in the holidays",
    "question/kinder_unter_14_jahren_leben:text": "How many children under 14 live in your household?",
    f"{HOLIDAYS}:text": "In which holidays do you lack care?",
    f"{HOLIDAYS}/option/winterferien:text": "Winter holidays",
    f"{HOLIDAYS}/option/osterferien:text": "Easter holidays",
    f"{HOLIDAYS}/option/sommerferien:text": "Summer holidays",
    f"{HOLIDAYS}/option/herbstferien:text": "Autumn holidays",
}
"""What is translated so far."""


@dataclass(frozen=True, slots=True)
class Step:
    """One revision somebody made."""

    role: Role
    edit: Edit


STEPS = (
    Step(Role.DESIGNER, Edit("paste", "", {"text": PASTED})),
    Step(Role.DESIGNER, Edit("remove", "page/seite")),
    Step(
        Role.DESIGNER,
        Edit(
            "set_condition", HOURS, {"expression": "not (ferien_fehlt_betreuung has 'in_keinen')"}
        ),
    ),
    Step(Role.DESIGNER, Edit("add_language", "", {"language": "en"})),
    Step(Role.TRANSLATOR, Edit("translate")),
    Step(
        Role.PLANNER,
        Edit("set_text", HOLIDAYS, {"text": "In welchen Ferien fehlt Ihrem Kind Betreuung?"}),
    ),
)
"""The revisions in their order; the first follows on the empty draft, two days lie between each two."""

REMARKS = (
    (
        Role.PLANNER,
        "Reichen drei Stufen? Wer im Schichtdienst arbeitet, braucht Betreuung ab 6 Uhr.",
    ),
    (Role.DESIGNER, "Guter Punkt. Ich ergänze eine Frage nach dem Beginn am Morgen."),
)
"""One thread, still open."""


def begin(session: Session, people: Mapping[Role, Staff], today: date) -> None:
    """Let the draft come to be as people made it; what is there already stays."""
    now = datetime.combine(today, time(9, 40), UTC) - timedelta(days=len(STEPS) + 1)
    draft_id = _begun(session, people[Role.DESIGNER], now)
    for number, step in enumerate(STEPS):
        desk = studio.open_draft(session, people[step.role], draft_id)
        if desk is not None and desk.revision == number:
            _make(session, people[step.role], desk, step, now + timedelta(days=number + 1))
    if not studio_comments.threads(session, people[Role.DESIGNER], draft_id):
        _talk(session, people, draft_id, now + timedelta(days=len(STEPS)))


def _begun(session: Session, actor: Staff, now: datetime) -> str:
    """Return the id of the draft, which is begun where it is not there."""
    there = (each.id for each in drafts.drafts_of(session, actor.county_ags) if each.title == TITLE)
    known = next(there, None)
    if known is not None:
        return known
    with audit.announced(session, actor, Deed.DRAFT_KEPT, TITLE):
        return _done(studio.start_empty(session, actor, TITLE, now=now)).draft_id


def _make(session: Session, actor: Staff, desk: Desk, step: Step, now: datetime) -> None:
    if step.edit.operation == "translate":
        lines = (Line(key, said) for key, said in ENGLISH.items())
        with audit.announced(session, actor, Deed.TRANSLATION_CHANGED, f"{TITLE} en"):
            taken = translate.take(session, actor, desk.draft_id, "en", lines, now=now)
        _done(taken.desk if isinstance(taken, translate.Intake) else taken)
        return
    with audit.announced(session, actor, Deed.DRAFT_CHANGED, TITLE):
        _done(studio.edit(session, actor, desk.draft_id, desk.revision, step.edit, now=now))


def _done(outcome: studio.Outcome) -> Desk:
    if not isinstance(outcome, Desk):
        said = outcome.reason if isinstance(outcome, Refusal) else "conflict"
        message = f"the demo's draft cannot be made ({said}); load it into empty stores"
        raise TypeError(message)
    return outcome


def _talk(session: Session, people: Mapping[Role, Staff], draft_id: str, now: datetime) -> None:
    (first, asked), *rest = REMARKS
    thread = studio_comments.say(session, people[first], draft_id, HOURS, asked, now=now)
    for role, words in rest:
        if thread is not None:
            studio_comments.reply(session, people[role], draft_id, thread.id, words, now=now)
