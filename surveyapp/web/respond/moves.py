"""What a family can do on a page: one function for each button, all from a visit to the next page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from flask_babel import gettext

from surveyapp.questionnaire import rosters
from surveyapp.questionnaire.anonymise import anonymise
from surveyapp.questionnaire.answers import AnswerError, AnswerErrors, complete, parse_step
from surveyapp.questionnaire.constraints import broken
from surveyapp.questionnaire.flow import Step, next_step, previous_step, step_from_key
from surveyapp.questionnaire.path import Roster
from surveyapp.services import saved_drafts
from surveyapp.services.enter import Ticket
from surveyapp.services.submit import SubmitRefusal, submit
from surveyapp.ui import languages
from surveyapp.web.respond import pages
from surveyapp.web.respond.context import NoticePage, Page
from surveyapp.web.respond.messages import OPENED, SUBMIT_REFUSALS, Way
from surveyapp.web.respond.ticket import admitted
from surveyapp.web.respond.visit import Visit

Move = Callable[[Visit, str], Page]


def show(visit: Visit) -> Page:
    """Show where the family is; a step that fell off its way gives the next one on it."""
    if visit.step is None:
        return pages.review_page(visit)
    screen = visit.screen
    if screen is None:
        return show(visit.to(_following(visit, visit.step)))
    # Whoever comes back from the review page is led to what does not fit, and told what it is.
    errors = tuple(broken(visit.way, screen)) if visit.draft.is_reviewing else ()
    return pages.question_page(visit, screen, errors)


def _following(visit: Visit, step: Step) -> Step | None:
    """Return the step after ``step``; families that come from the review page go back there."""
    if visit.draft.is_reviewing:
        return None
    return next_step(visit.questionnaire, visit.draft.answers, step, visit.draft.seed, visit.way)


def go_on(visit: Visit, _target: str) -> Page:
    """Take the answers of the page and go to the next, or say what does not fit."""
    if visit.step is None:
        return show(visit)
    found = parse_step(visit.questionnaire, visit.draft.answers, visit.step, visit.raw)
    if isinstance(found, AnswerErrors):
        return again(visit.saved(), found.errors)
    answered = visit.with_answers(found)
    return show(answered.to(_following(answered, visit.step)))


def again(visit: Visit, errors: Sequence[AnswerError]) -> Page:
    """Show the page again, with messages at the fields and the questions its answers opened."""
    screen = visit.screen
    if screen is None:
        return show(visit)
    mistakes = [error for error in errors if error.key != OPENED]
    opened = {error.field.partition(".")[0] for error in errors if error.key == OPENED}
    return pages.question_page(visit, screen, mistakes, opened)


def go_back(visit: Visit, _target: str) -> Page:
    """Keep what is valid of the page and go to the one before; from the review page's way, there."""
    saved = visit.saved()
    if saved.step is None or saved.draft.is_reviewing:
        return show(saved.to(None))
    before = previous_step(
        saved.questionnaire, saved.draft.answers, saved.step, saved.draft.seed, saved.way
    )
    return show(saved.to(before or saved.step))


def add(visit: Visit, _target: str) -> Page:
    """Add an item to the list of the page, and show the page again."""
    saved = visit.saved()
    roster = _roster_of(saved)
    if roster is None or saved.step is None or roster.is_full:
        return show(saved)
    before = saved.draft.answers
    after = rosters.add(saved.questionnaire, before, roster.list.id, roster.outer)
    more = saved.with_answers(after).to(saved.step)
    now = _roster_of(more) or roster
    new = (now.items or ("",))[-1]
    said = gettext("%(item)s ist hinzugefügt.", item=pages.item_label(more, now, new))
    return pages.roster_page(more, focus=_after_adding(now), said=said)


def _after_adding(roster: Roster) -> str:
    """Return where the focus goes: to the button for one more, or the last item of a full list."""
    return (roster.items or ("",))[-1] if roster.is_full else ""


def remove(visit: Visit, target: str) -> Page:
    """Take an item out of the list of the page, with all that was said of it."""
    saved = visit.saved()
    roster = _roster_of(saved)
    if roster is None or saved.step is None or target not in (roster.items or ()):
        return show(saved)
    gone = pages.item_label(saved, roster, target)
    after = rosters.remove(saved.questionnaire, saved.draft.answers, roster.list.id, target)
    less = saved.with_answers(after).to(saved.step)
    said = gettext("%(item)s ist entfernt, mit allen Angaben dazu.", item=gone)
    return pages.roster_page(less, focus=_beside(roster, target), said=said)


def _roster_of(visit: Visit) -> Roster | None:
    return None if visit.screen is None else visit.screen.roster


def _beside(roster: Roster, item: str) -> str:
    """Return the item that stands where the removed one stood, or the last one before it."""
    items = roster.items or ()
    place = items.index(item)
    left = (*items[:place], *items[place + 1 :])
    return left[min(place, len(left) - 1)] if left else ""


def edit(visit: Visit, target: str) -> Page:
    """Go from a list to the first screen about one of its items."""
    return change(visit.saved(), target)


def speak(visit: Visit, target: str) -> Page:
    """Show the same page in another language; nothing that was filled in gets lost."""
    spoken = visit.saved().in_language(target)
    languages.use(spoken.draft.language)
    return show(spoken)


def change(visit: Visit, target: str) -> Page:
    """Go from the review page to one step."""
    step = step_from_key(target)
    is_known = step is not None and visit.way.screen(step) is not None
    return show(visit.to(step if is_known else None))


def leave(visit: Visit, _target: str) -> Page:
    """Ask whether everything shall be thrown away."""
    return pages.leave_page(visit.saved())


def discard(visit: Visit, _target: str) -> Page:
    """Throw everything away, also what was put aside; else the draft is in the family's page only."""
    _forget(visit)
    return pages.left_page(visit.survey)


def stay(visit: Visit, _target: str) -> Page:
    """Go on where the family was."""
    return show(visit)


def send(visit: Visit, _target: str) -> Page:
    """Keep the answers for good, and say thank you."""
    found = complete(visit.questionnaire, visit.draft.answers)
    if isinstance(found, AnswerErrors):
        return show(visit.to(None))
    response = anonymise(
        found,
        questionnaire=visit.questionnaire,
        received_on=datetime.now(UTC).date(),
        language=visit.draft.language,
        mode=visit.draft.mode,
    )
    ticket = admitted(visit)
    if isinstance(ticket, str):
        return pages.review_page(visit, ticket)
    result = submit(ticket, response)
    if isinstance(result, SubmitRefusal):
        return _refused(visit, result)
    _forget(visit)
    return pages.thanks_page(visit, _way(visit, ticket))


def _forget(visit: Visit) -> None:
    """Delete what the family put aside, from whichever of its pages."""
    saved_drafts.forget(visit.survey.wave_id, visit.draft.ticket.claim)


def _way(visit: Visit, ticket: Ticket) -> Way:
    if not visit.survey.needs_code:
        return Way.OPEN
    return Way.BLIND if ticket.code_hash is None else Way.SEALED


def _refused(visit: Visit, refusal: SubmitRefusal) -> NoticePage:
    heading, sentence = SUBMIT_REFUSALS[refusal]
    return pages.refusal_page(visit.survey, str(heading), str(sentence))


MOVES: Mapping[str, Move] = {
    "next": go_on,
    "back": go_back,
    "language": speak,
    "change": change,
    "add": add,
    "remove": remove,
    "edit": edit,
    "leave": leave,
    "discard": discard,
    "stay": stay,
    "send": send,
}
"""Value of the pressed button, before its colon, to what it does."""
