"""Simulated families answer an open wave through the same parser and the same door as real ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from sqlalchemy.orm import Session

from surveyapp.questionnaire import library
from surveyapp.questionnaire.anonymise import anonymise
from surveyapp.questionnaire.answers import (
    AnswerErrors,
    Answers,
    CompleteAnswers,
    complete,
    parse_step,
)
from surveyapp.questionnaire.flow import Step, asked, next_step
from surveyapp.questionnaire.flow import first_step as first_step_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.places import with_municipalities
from surveyapp.region.territory import municipalities_of
from surveyapp.services.enter import EnterRefusal, enter, issue_codes
from surveyapp.services.simulation.answering import fill_in
from surveyapp.services.simulation.households import Child, Household, draw_household
from surveyapp.services.simulation.surroundings import surroundings_of
from surveyapp.services.submit import Submitted, submit
from surveyapp.storage import surveys
from surveyapp.storage.surveys import Wave

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
    session: Session, slug: str, families: int, seed: int, progress: Progress
) -> int | SimulateRefusal:
    """Let simulated families answer the open wave of a survey; return how many did.

    The same seed gives the same families and answers.
    """
    wave = surveys.open_wave_of(session, slug)
    if wave is None:
        return SimulateRefusal.NOT_OPEN
    if not wave.is_simulated:
        return SimulateRefusal.REAL_WAVE
    randomness = Random(seed)  # noqa: S311 - repeatable on purpose, decides nothing secret
    county_ags = wave.survey.county_ags
    questionnaire = with_municipalities(
        library.load(wave.survey.questionnaire, wave.version),
        [(place.ags, place.name) for place in municipalities_of(county_ags)],
    )
    around = surroundings_of(session, county_ags, wave.closes_on)
    weights = [place.children for place in around]
    codes = (
        issue_codes(wave.id, families, randomness) if wave.sampling != "open" else [""] * families
    )
    for number, code in enumerate(codes, start=1):
        household = draw_household(around, weights, randomness)
        answers = answer(questionnaire, household, randomness)
        _hand_in(wave, questionnaire, answers, household.language, code, randomness)
        progress(number / families)
    return families


def answer(
    questionnaire: Questionnaire, household: Household, randomness: Random
) -> CompleteAnswers:
    """Let one household answer the whole questionnaire, screen by screen.

    Raises
    ------
    SimulationError
        If the parser refuses what the household sent; names the screen and the fields.
    """
    answers = Answers()
    step: Step | None = first_step_of(questionnaire, answers)
    while step is not None:
        answers = _answer_screen(questionnaire, answers, step, household, randomness)
        step = next_step(questionnaire, answers, step)
    done = complete(questionnaire, answers)
    if isinstance(done, AnswerErrors):
        raise SimulationError(f"at the end of {questionnaire.id}: {done.errors}")
    return done


def _answer_screen(
    questionnaire: Questionnaire,
    answers: Answers,
    step: Step,
    household: Household,
    randomness: Random,
) -> Answers:
    """Answer a screen again until it opens no further question."""
    raw: dict[str, tuple[str, ...]] = {}
    shown: set[str] = set()
    while True:
        questions = asked(questionnaire, answers, step)
        new = [question for question in questions if question.question.id not in shown]
        if not new:
            return answers
        shown.update(question.question.id for question in new)
        raw.update(fill_in(new, household, _child(household, step), randomness))
        parsed = parse_step(questionnaire, answers, step, raw)
        if isinstance(parsed, AnswerErrors):
            raise SimulationError(f"on screen {step.key} of {questionnaire.id}: {parsed.errors}")
        answers = parsed


def _child(household: Household, step: Step) -> Child | None:
    if step.item is None or not step.item.isdigit():
        return None
    return household.children[int(step.item) - 1]


def _hand_in(
    wave: Wave,
    questionnaire: Questionnaire,
    answers: CompleteAnswers,
    language: str,
    code: str,
    randomness: Random,
) -> None:
    ticket = enter(wave.survey.slug, code, randomness.randbytes)
    if isinstance(ticket, EnterRefusal):
        raise SimulationError(f"the door refused a fresh code: {ticket}")
    response = anonymise(
        answers,
        questionnaire=questionnaire,
        received_on=_day(wave, randomness),
        language=language,
        mode="web",
    )
    outcome = submit(ticket, randomness.randbytes(16), response)
    if not isinstance(outcome, Submitted):
        raise SimulationError(f"the door refused complete answers: {outcome}")


def _day(wave: Wave, randomness: Random) -> date:
    length = (wave.closes_on - wave.opens_on).days
    return wave.opens_on + timedelta(days=randomness.randint(0, length))
