"""Ask for a special analysis: one further table of the whole county, with a reason that is kept.

Nothing is computed here. The table is made by a process of its own, from answers that no page reads,
and attacked together with everything else that was released of the wave.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, may
from surveyapp.questionnaire.codebook import codebook
from surveyapp.services import jobs, processes, run_release
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.jobs.ask import Asker
from surveyapp.services.jobs.work import JobRefusedError, Result, Work
from surveyapp.storage import releases, specials
from surveyapp.storage.jobs import Job
from surveyapp.storage.specials import Wanted
from surveyapp.storage.surveys import Wave

MOST = 10
"""Special analyses a wave may have; each tells a little more of the same families."""

SHORTEST_REASON = 10
LONGEST_REASON = 500

MOST_GROUPS = 12
"""Answers a question may have to make groups."""

GERMAN = "de"


class SpecialRefusal(StrEnum):
    """Why a special analysis is not made."""

    NOT_ALLOWED = "not_allowed"
    #: The wave has no results yet.
    NO_RELEASE = "no_release"
    TOO_MANY = "too_many"
    #: Another one of the wave, or its results, are being computed.
    BUSY = "busy"
    UNKNOWN_TOPIC = "unknown_topic"
    UNKNOWN_GROUPS = "unknown_groups"
    #: The same variable twice, or two that come from the same question.
    SAME = "same"
    #: A question cannot be split by an axis besides.
    TWO_QUESTIONS = "two_questions"
    #: A trait of children cannot group answers of families.
    OTHER_UNIT = "other_unit"
    REASON_TOO_SHORT = "reason_too_short"
    REASON_TOO_LONG = "reason_too_long"


@dataclass(frozen=True, slots=True)
class Choice:
    """A variable that a special analysis may use."""

    name: str
    label: str
    unit: str
    is_axis: bool
    question: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a special analysis of a wave can show, and by which groups."""

    topics: Mapping[str, Choice]
    groups: Mapping[str, Choice]

    @property
    def axes(self) -> Mapping[str, Choice]:
        """Return the groups that are social axes."""
        return {name: each for name, each in self.groups.items() if each.is_axis}


def choices(session: Session, wave: Wave) -> Choices:
    """Return the variables of a wave; where families live is not among them.

    Sensitive ones are not either, but for the axes along which releases show everything anyway.
    """
    questionnaire = questionnaire_of(session, wave)
    plan = codebook(questionnaire)["variables"]
    usual = [
        each
        for each in plan
        if not (each.get("sensitive") and each["kind"] != "axis")
        and each["kind"] != "design"
        and each["name"] != questionnaire.area_question
    ]
    topics = [each for each in usual if each["kind"] != "axis"]
    groups = [each for each in usual if _makes_groups(each)]
    return Choices(_by_name(topics), _by_name(groups))


def _makes_groups(variable: Mapping[str, Any]) -> bool:
    kinds = {"axis", "category"}
    return variable["kind"] in kinds and 2 <= len(variable["categories"]) <= MOST_GROUPS


def _by_name(variables: Sequence[Mapping[str, Any]]) -> dict[str, Choice]:
    return {
        each["name"]: Choice(
            each["name"],
            _label(each),
            each["unit"],
            each["kind"] == "axis",
            each["question"] or each["name"],
        )
        for each in variables
    }


def _label(variable: Mapping[str, Any]) -> str:
    """Return the question and, where it is a part of one, the part."""
    own = str((variable.get("label") or {}).get(GERMAN, ""))
    whole = str((variable.get("question_label") or {}).get(GERMAN, ""))
    return f"{whole}: {own}" if whole and own and whole != own else own or whole


def ask(
    session: Session, actor: Asker, wave: Wave, wanted: Wanted, today: date, page: str = ""
) -> Job | SpecialRefusal:
    """Record a special analysis as running and put its computation into the queue; commits.

    ``page`` is where the result is to be read.
    """
    run_release.settle(session, wave.id)
    refusal = _refusal(session, actor, wave, wanted)
    if refusal is not None:
        return refusal
    own = processes.own_mark()
    analysis = specials.start_alone(session, wave.id, wanted, actor.id, today, own)
    if analysis is None:
        return SpecialRefusal.BUSY
    job = jobs.start(session, actor, "special", {"analysis": analysis.id}, page=page)
    # Work so quick that it has ended needs no mark any more.
    with contextlib.suppress(specials.SpecialFinishedError):
        specials.note_process(session, analysis, run_release.job_mark(job))
    session.commit()
    return job


def work(work: Work, arguments: Mapping[str, Any]) -> Result:
    """Compute a special analysis in the process of a job."""
    from surveyapp.services import release_special  # noqa: PLC0415 - heavy: it computes

    work.progress(0, 1, "Die Tabelle wird berechnet und mit allem Veröffentlichten verglichen")
    try:
        release_special.compute(arguments["analysis"])
    except release_special.SpecialRefusedError as refusal:
        raise JobRefusedError(refusal.sentence) from refusal
    return Result()


def undo(session: Session, arguments: Mapping[str, Any], sentence: str) -> None:
    """End a special analysis whose computation did not come to its end."""
    analysis = specials.by_id(session, arguments["analysis"])
    if analysis is not None and analysis.state == specials.RUNNING:
        with contextlib.suppress(specials.SpecialFinishedError):
            specials.fail(session, analysis, sentence)


def _refusal(session: Session, actor: Asker, wave: Wave, wanted: Wanted) -> SpecialRefusal | None:
    if not may(actor, Action.RELEASE, wave.survey.county_ags):
        return SpecialRefusal.NOT_ALLOWED
    if releases.latest_release(session, wave.id) is None:
        return SpecialRefusal.NO_RELEASE
    states = [analysis.state for analysis, _ in specials.analyses_of(session, wave.id)]
    if states.count(specials.DONE) >= MOST:
        return SpecialRefusal.TOO_MANY
    return _wrong_variables(choices(session, wave), wanted) or _wrong_reason(wanted.reason)


def _wrong_variables(known: Choices, wanted: Wanted) -> SpecialRefusal | None:
    topic = known.topics.get(wanted.topic)
    if topic is None:
        return SpecialRefusal.UNKNOWN_TOPIC
    groups = [known.groups.get(name) for name in (wanted.first, wanted.second) if name]
    if not groups or None in groups:
        return SpecialRefusal.UNKNOWN_GROUPS
    used = [topic, *(each for each in groups if each is not None)]
    if len({each.question for each in used}) < len(used):
        return SpecialRefusal.SAME
    if len(groups) > 1 and not all(each.is_axis for each in used[1:]):
        return SpecialRefusal.TWO_QUESTIONS
    if any(each.unit not in {"family", topic.unit} for each in used[1:]):
        return SpecialRefusal.OTHER_UNIT
    return None


def _wrong_reason(reason: str) -> SpecialRefusal | None:
    if len(reason.strip()) < SHORTEST_REASON:
        return SpecialRefusal.REASON_TOO_SHORT
    return SpecialRefusal.REASON_TOO_LONG if len(reason) > LONGEST_REASON else None
