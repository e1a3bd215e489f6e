"""Texts of the demo get their themes, as if two people had read them."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from sqlalchemy.orm import Session

from surveyapp.services import code_texts
from surveyapp.services.accounts import create_staff
from surveyapp.services.code_texts import Choice, Look, Sheet, Task
from surveyapp.storage.staff import Staff, staff_by_email
from surveyapp.storage.surveys import Wave

FINISHED, BEGUN = "wish", "leisure_text"
"""The question whose texts all have themes, and the one where a page of them has."""

SECOND_EMAIL = "zweitblick@kyffhaeuserkreis.example"

_SLIP = 17
"""Of so many texts the second person sees one otherwise."""

_Decide = Callable[[Task], frozenset[str]]


def give_themes(session: Session, staff: Staff, wave: Wave) -> None:
    """Give texts of a closed wave themes; what was given before stays."""
    _look(session, staff, wave, FINISHED, Look.FIRST, _suggested)
    _look(session, staff, wave, BEGUN, Look.FIRST, _suggested, pages=1)
    first = _given(session, staff, wave)
    second = _second_person(session, staff.county_ags)
    _look(session, second, wave, FINISHED, Look.SECOND, lambda task: _seen_otherwise(task, first))
    _look(session, second, wave, FINISHED, Look.THIRD, lambda task: frozenset(task.first))


def _suggested(task: Task) -> frozenset[str]:
    return frozenset(task.suggested)


def _seen_otherwise(task: Task, first: dict[bytes, frozenset[str]]) -> frozenset[str]:
    """Return what the first person gave, or less of it for a few texts."""
    mine = first.get(task.id, frozenset())
    return mine if task.id[0] % _SLIP else frozenset(sorted(mine)[1:])


def _given(session: Session, staff: Staff, wave: Wave) -> dict[bytes, frozenset[str]]:
    pages = code_texts.sheet(session, staff, wave, FINISHED, Look.FIRST, 1).pages
    sheets = (
        code_texts.sheet(session, staff, wave, FINISHED, Look.FIRST, page)
        for page in range(1, pages + 1)
    )
    return {task.id: frozenset(task.given or ()) for sheet in sheets for task in sheet.tasks}


def _look(
    session: Session,
    person: Staff,
    wave: Wave,
    question: str,
    look: Look,
    decide: _Decide,
    pages: int | None = None,
) -> None:
    if look is not Look.THIRD:
        code_texts.begin(session, person, wave, question, look)
    page, sheet = 1, code_texts.sheet(session, person, wave, question, look, 1)
    while page <= min(sheet.pages, pages or sheet.pages):
        sheet = code_texts.sheet(session, person, wave, question, look, page)
        code_texts.save(session, person, wave, question, look, _choices(sheet, decide))
        page += 1


def _choices(sheet: Sheet, decide: _Decide) -> dict[bytes, Choice]:
    decided = {task.id: decide(task) for task in sheet.tasks if task.given is None}
    return {key: Choice(codes, is_none=not codes, seen=None) for key, codes in decided.items()}


def _second_person(session: Session, county_ags: str) -> Staff:
    """Return the account of the second person; nobody signs in with it."""
    known = staff_by_email(session, SECOND_EMAIL)
    if known is not None:
        return known
    made = create_staff(
        session,
        county_ags=county_ags,
        email=SECOND_EMAIL,
        name="Zoe Zweitblick",
        role="admin",
        password=secrets.token_urlsafe(24),
    )
    if not isinstance(made, Staff):
        message = f"the demo's second account cannot be made ({made}); load it into empty stores"
        raise TypeError(message)
    return made
