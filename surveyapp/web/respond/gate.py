"""The gate before a store where many come at once: limits, a proof of effort, a trap for programs.

Nobody is asked who they are, and whoever has to wait keeps everything in the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import request
from flask_babel import lazy_gettext

from surveyapp.questionnaire.anonymise import ASSISTED
from surveyapp.services.bursts import bursts, note_ballot
from surveyapp.services.limits import What, limiter
from surveyapp.services.proof import challenge, is_solved, purpose_of
from surveyapp.storage.db import main_store
from surveyapp.web.respond import limits, pages
from surveyapp.web.respond.contact import TRAP
from surveyapp.web.respond.context import Effort, Page, ReviewPage, ThanksPage, WaitPage
from surveyapp.web.respond.messages import Way
from surveyapp.web.respond.moves import send
from surveyapp.web.respond.replies import is_number
from surveyapp.web.respond.visit import Visit

PROOF, REPLY = "page-proof", "page-reply"
"""Fields of the computed proof, and of the reply to the question that stands in for it."""

NAMES = frozenset({TRAP, PROOF, REPLY})

QUESTIONS: Sequence[tuple[str, int]] = (
    (lazy_gettext("Wie viele Tage hat eine Woche?"), 7),
    (lazy_gettext("Wie viele Räder hat ein Fahrrad?"), 2),
    (lazy_gettext("Wie viele Monate hat ein Jahr?"), 12),
    (lazy_gettext("Welche Zahl kommt nach der Neun?"), 10),
    (lazy_gettext("Wie viele Finger hat eine Hand?"), 5),
)
"""Questions everybody can answer, in words or figures, with the number that is right."""

Form = Mapping[str, str]


def held_back(what: What) -> WaitPage | None:
    """Return the page that asks to wait, with all that was sent in it; None where nobody has to."""
    seconds = limits.seconds_to_wait(what)
    fields = tuple(request.form.items(multi=True))
    return pages.wait_page(seconds, fields) if seconds else None


def sent(visit: Visit, target: str, form: Form) -> Page:
    """Send a family's answers; where anybody may answer, only past the gate."""
    if visit.survey.needs_code:
        return send(visit, target)
    now = limits.clock()
    if form.get(TRAP):
        bursts().note_dropped(visit.survey.wave_id, now)
        return pages.thanks_page(visit, Way.OPEN)
    is_warm = limiter().is_warm(_counted(visit), limits.sender(), now)
    return held_back(_counted(visit)) or (
        _after_effort(visit, target, form, now) if is_warm else _passed(visit, target)
    )


def effort(visit: Visit, form: Form | None = None) -> Effort | None:
    """Return what a family has to do before it sends: nothing, as long as few come.

    ``form`` is what was sent without it.
    """
    now = limits.clock()
    if visit.survey.needs_code or not limiter().is_warm(_counted(visit), limits.sender(), now):
        return None
    return _effort(visit, now, form)


def with_effort(page: Page, visit: Visit) -> Page:
    """Return the page with what has to be done before sending, where it is the review page."""
    return replace(page, effort=effort(visit)) if isinstance(page, ReviewPage) else page


def _after_effort(visit: Visit, target: str, form: Form, now: float) -> Page:
    if is_solved(form.get(PROOF, ""), _purpose(visit), now):
        return _passed(visit, target)
    if not _is_right(visit, form.get(REPLY, "")):
        return pages.review_page(visit, effort=_effort(visit, now, form))
    return held_back(What.UNPROVEN) or _passed(visit, target, What.UNPROVEN)


def _passed(visit: Visit, target: str, *more: What) -> Page:
    """Send, and count what was kept."""
    page = send(visit, target)
    if isinstance(page, ThanksPage):
        for what in (_counted(visit), *more):
            limits.note(what)
        note_ballot(main_store(), visit.survey.wave_id, limits.clock())
    return page


def _counted(visit: Visit) -> What:
    """Return as what a ballot counts: who helps sends many at once."""
    return What.HELPED if visit.draft.mode == ASSISTED else What.BALLOT


def _effort(visit: Visit, now: float, form: Form | None) -> Effort:
    question, _ = _question(visit)
    reply = "" if form is None else form.get(REPLY, "")
    return Effort(
        challenge=challenge(_purpose(visit), now),
        question=str(question),
        reply=reply,
        is_missing=form is not None,
        is_wrong=bool(reply),
    )


def _is_right(visit: Visit, reply: str) -> bool:
    return is_number(reply, _question(visit)[1])


def _question(visit: Visit) -> tuple[str, int]:
    """Return the question of this draft: always the same, so that asking anew brings no other."""
    return QUESTIONS[int(_purpose(visit), 16) % len(QUESTIONS)]


def _purpose(visit: Visit) -> str:
    return purpose_of(visit.survey.slug, visit.draft.ticket.claim)
