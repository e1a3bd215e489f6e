"""Simulated families answer an open wave through the same parser and the same door as real ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from random import Random, SystemRandom

from sqlalchemy.orm import Session

from surveyapp.questionnaire.anonymise import AnonymousResponse, anonymise
from surveyapp.questionnaire.answers import AnswerErrors, CompleteAnswers
from surveyapp.questionnaire.examples import example_items
from surveyapp.questionnaire.fitting import ROUNDS, fitting
from surveyapp.questionnaire.flow import Asked
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.interview import interview
from surveyapp.questionnaire.known import Items, Known
from surveyapp.questionnaire.model import ItemList, Questionnaire
from surveyapp.questionnaire.path import first_items
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.enter import EnterRefusal, Ticket, enter, issue_codes
from surveyapp.services.simulation.answering import Raw, fill_in
from surveyapp.services.simulation.households import Child, Household, draw_household
from surveyapp.services.simulation.surroundings import surroundings_of
from surveyapp.services.submit import Submitted, submit
from surveyapp.storage import surveys
from surveyapp.storage.surveys import Wave

_SECRETS = SystemRandom()

Progress = Callable[[float], None]
"""Told the share that is done, in [0, 1]."""


class SimulateRefusal(StrEnum):
    """Why no family was simulated."""

    NOT_OPEN = "not_open"
    #: The open wave takes answers of real families; simulated ones would spoil it.
    REAL_WAVE = "real_wave"


class SimulationError(RuntimeError):
    """A simulated family could not answer: the questionnaire or the simulation is broken."""


def simulate(
    session: Session,
    slug: str,
    families: int,
    seed: int,
    progress: Progress,
    letters: Sequence[str] = (),
) -> int | SimulateRefusal:
    """Let simulated families answer the open wave of a survey; return how many did.

    The same seed gives the same families and answers; ids are drawn anew each time, and so are codes
    where ``letters`` has none for the families to answer with.
    """
    wave = surveys.open_wave_of(session, slug)
    if wave is None:
        return SimulateRefusal.NOT_OPEN
    if not wave.is_simulated:
        return SimulateRefusal.REAL_WAVE
    randomness = Random(seed)  # noqa: S311 - repeatable on purpose, decides nothing secret
    county_ags = wave.survey.county_ags
    questionnaire = questionnaire_of(session, wave)
    around = surroundings_of(session, county_ags, wave.closes_on)
    weights = [place.children for place in around]
    for number, code in enumerate(_codes(wave, families, letters), start=1):
        household = draw_household(around, weights, randomness)
        answers = answer(questionnaire, household, randomness)
        response = anonymise(
            answers,
            questionnaire=questionnaire,
            received_on=_day(wave, randomness),
            language=household.language,
            mode="web",
        )
        _hand_in(wave, response, code)
        progress(number / families)
    return families


def _codes(wave: Wave, families: int, letters: Sequence[str]) -> Sequence[str]:
    if wave.sampling == "open":
        return [""] * families
    unused = [code for code in letters if isinstance(enter(wave.survey.slug, code), Ticket)]
    if len(unused) >= families:
        return unused[:families]
    return issue_codes(wave.id, families, _SECRETS)


def answer(
    questionnaire: Questionnaire, household: Household, randomness: Random
) -> CompleteAnswers:
    """Let one household answer the whole questionnaire.

    Raises
    ------
    SimulationError
        If the parser refuses what the household sent; names the fields.
    """

    def reply(asked: Asked) -> Raw:
        return fill_in(asked, household, _child(index, household, asked), randomness)

    def added(items: ItemList, outer: str | None, known: Known) -> Items | None:
        if items.id == index.child_list():
            return first_items(items, outer, len(household.children))
        return at_random(items, outer, known)

    index, at_random = index_of(questionnaire), example_items(randomness)
    answers = interview(questionnaire, reply, added, fitting)
    for _ in range(ROUNDS):
        if not isinstance(answers, AnswerErrors):
            return answers
        answers = interview(questionnaire, reply, added, fitting)
    if isinstance(answers, AnswerErrors):
        message = f"{questionnaire.id} refused a simulated family: {answers.errors}"
        raise SimulationError(message)
    return answers


def _child(index: Index, household: Household, asked: Asked) -> Child | None:
    """Return the child a question is asked about, also for something that belongs to the child.

    A questionnaire that counts children in its own words can ask for more than the household has.
    """
    list_id = index.list_of[asked.question.id]
    if list_id is None or asked.item is None or not index.speaks_of_child(asked.question.id):
        return None
    child = index.lineage(list_id, asked.item)[0][1]
    if not child.isdecimal() or int(child) > len(household.children):
        return None
    return household.children[int(child) - 1]


def _hand_in(wave: Wave, response: AnonymousResponse, code: str) -> None:
    ticket = enter(wave.survey.slug, code)
    if isinstance(ticket, EnterRefusal):
        message = f"the door refused a fresh code: {ticket}"
        raise SimulationError(message)
    outcome = submit(ticket, response)
    if outcome is not Submitted.NEW:
        message = f"the door refused complete answers: {outcome}"
        raise SimulationError(message)


def _day(wave: Wave, randomness: Random) -> date:
    length = (wave.closes_on - wave.opens_on).days
    return wave.opens_on + timedelta(days=randomness.randint(0, length))
