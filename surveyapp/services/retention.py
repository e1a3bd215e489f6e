"""What is deleted after a wave has closed, and when: one row for each kind of thing.

Questionnaires, released figures and approved quotations stay: nothing in them belongs to one family.
"""

from __future__ import annotations

import shutil
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.questionnaire.forgetting import with_own_end, without
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types import kind_of
from surveyapp.services import batches, keyfiles
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.build_dataset import dataset_folder, questions_in
from surveyapp.services.keys import instance_folder, settings
from surveyapp.storage import retention, themes
from surveyapp.storage.surveys import Survey, Wave, wave_by_id

MOST_MONTHS = 120
"""Longest time that can be set."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of thing that is deleted some months after a wave has closed."""

    key: str
    #: What people call one and several of it.
    one: str
    many: str
    #: What it is and why it is kept that long, in a sentence.
    why: str
    #: Months after closing where the survey has no rule of its own.
    months: int
    #: Wave to how many there are for people, and how much there is to delete.
    count: Callable[[Session, str], tuple[int, int]]
    #: Deletes all of a wave so that no byte is left; may be repeated.
    remove: Callable[[Session, str], None]
    #: Given by families: how many there were is said in tens only, and of a few not at all.
    is_of_families: bool = False


def _count_files(session: Session, wave_id: str) -> tuple[int, int]:
    folder = dataset_folder(instance_folder(), _wave(session, wave_id))
    number = sum(1 for path in folder.rglob("*") if path.is_file())
    return number, number


def _remove_files(session: Session, wave_id: str) -> None:
    folder = dataset_folder(instance_folder(), _wave(session, wave_id))
    if folder.exists():
        shutil.rmtree(folder)


def _remove_responses(wave_id: str) -> None:
    """Delete responses, and ballots that were never opened with the key they wait for."""
    with keyfiles.alone(settings().keys):
        retention.remove(retention.ANSWERED, wave_id)
        batches.settle()


def _remove_texts(session: Session, wave_id: str) -> None:
    """Delete texts, their themes with them, and who of the staff gave these."""
    retention.remove(retention.WRITTEN, wave_id)
    themes.forget_coders(session, wave_id)
    session.commit()


def _wave(session: Session, wave_id: str) -> Wave:
    wave = wave_by_id(session, wave_id)
    if wave is None:
        message = f"wave {wave_id!r} is gone, but things of it shall be deleted; restore its row"
        raise LookupError(message)
    return wave


SUBJECTS: Mapping[str, Subject] = {
    subject.key: subject
    for subject in (
        Subject(
            key="register",
            one="Einladungscode",
            many="Einladungscodes",
            why="Die Liste, welche Codes benutzt sind. Nach dem Ende der Welle braucht sie niemand mehr.",
            months=1,
            count=lambda _, wave_id: retention.count(retention.REGISTERED, wave_id),
            remove=lambda _, wave_id: retention.remove(retention.REGISTERED, wave_id),
        ),
        Subject(
            key="texts",
            one="Freitext",
            many="Freitexte",
            why="Was Familien in eigenen Worten geschrieben haben, mit den Themen, die Sie ihnen "
            "gegeben haben. Freigegebene Stimmen bleiben.",
            months=12,
            count=lambda _, wave_id: retention.count(retention.WRITTEN, wave_id),
            remove=_remove_texts,
            is_of_families=True,
        ),
        Subject(
            key="responses",
            one="Antwort einer Familie",
            many="Antworten von Familien",
            why="Die einzelnen Antworten. Aus ihnen lassen sich Ergebnisse neu berechnen.",
            months=36,
            count=lambda _, wave_id: retention.count(retention.ANSWERED, wave_id),
            remove=lambda _, wave_id: _remove_responses(wave_id),
            is_of_families=True,
        ),
        Subject(
            key="datasets",
            one="Datei mit Antworten",
            many="Dateien mit Antworten",
            why="Die Dateien, aus denen Ergebnisse berechnet wurden, mit den Antworten jeder Familie.",
            months=36,
            count=_count_files,
            remove=_remove_files,
        ),
    )
}
"""Key of a rule to what it deletes. Contact wishes carry the month of their deletion themselves."""


@dataclass(frozen=True, slots=True)
class Due:
    """The day from which something of one wave is deleted."""

    subject: Subject
    wave: Wave
    day: date
    #: The questions whose answers are deleted, where they are not all.
    questions: tuple[Question, ...] = ()


QUESTIONS = "questions"
"""Key of what is deleted because a questionnaire says how long an answer is kept."""


def subject_of(key: str, questions: tuple[str, ...] = ()) -> Subject:
    """Return what a key stands for; ``questions`` are those whose answers are deleted by themselves."""
    if key != QUESTIONS:
        return SUBJECTS[key]
    what = f"{len(questions)} besonders geschützte Fragen"
    if len(questions) == 1:
        what = "eine besonders geschützte Frage"
    return Subject(
        key=QUESTIONS,
        one=f"Antwort einer Familie auf {what}",
        many=f"Antworten von Familien auf {what}",
        why="Was besonders geschützt ist, geht früher als die anderen Antworten.",
        months=0,
        count=lambda session, wave_id: _count_answers(session, wave_id, questions),
        remove=lambda session, wave_id: _remove_answers(session, wave_id, questions),
        is_of_families=True,
    )


def _count_answers(session: Session, wave_id: str, questions: tuple[str, ...]) -> tuple[int, int]:
    families, rows = retention.count_answered(wave_id, questions)
    folder = dataset_folder(instance_folder(), _wave(session, wave_id))
    return families, rows + any(each in questions for each in questions_in(folder))


def _remove_answers(session: Session, wave_id: str, questions: tuple[str, ...]) -> None:
    """Delete answers, and the files they stand in too: those are made anew when they are needed."""
    asked = questionnaire_of(session, _wave(session, wave_id))
    _remove_files(session, wave_id)
    retention.forget_answers(
        wave_id, questions, lambda document: without(asked, document, questions)
    )


def plan(session: Session, survey: Survey) -> dict[str, int]:
    """Return how many months each kind of thing of a survey is kept."""
    own = retention.months_of(session, survey.id)
    return {key: own.get(key, subject.months) for key, subject in SUBJECTS.items()}


def due_days(wave: Wave, months: Mapping[str, int]) -> tuple[Due, ...]:
    """Return when what is left of a closed wave is deleted."""
    return tuple(
        Due(subject, wave, months_after(wave.closes_on, months[key]))
        for key, subject in SUBJECTS.items()
    )


def due_questions(session: Session, wave: Wave, months: Mapping[str, int]) -> tuple[Due, ...]:
    """Return when answers to questions with an end of their own are deleted, the first before others.

    They go with all other answers at the latest. What would be deleted with these anyway is left out.
    """
    found: dict[int, list[Question]] = {}
    for question in with_own_end(questionnaire_of(session, wave)):
        end = min(question.keep_months or 0, months["responses"])
        is_text = kind_of(question).is_stored_apart
        others = months["texts"] if is_text else max(months["responses"], months["datasets"])
        if end < others:
            found.setdefault(end, []).append(question)
    return tuple(
        Due(
            subject_of(QUESTIONS, tuple(question.id for question in found[end])),
            wave,
            months_after(wave.closes_on, end),
            tuple(found[end]),
        )
        for end in sorted(found)
    )


def may_plan(actor: Actor, survey: Survey) -> bool:
    """Say whether somebody may change how long things of a survey are kept."""
    return may(actor, Action.EDIT_RETENTION, survey.county_ags)


def change_plan(session: Session, actor: Actor, survey: Survey, months: Mapping[str, int]) -> None:
    """Keep a survey's own rules.

    Raises
    ------
    PermissionError
        If the actor may not; ask ``may_plan`` first.
    ValueError
        If a rule names something that is not deleted, or a time that cannot be set.
    """
    if not may_plan(actor, survey):
        message = f"how long {survey.slug} is kept is said by administrators of its county only"
        raise PermissionError(message)
    for key, number in months.items():
        if key not in SUBJECTS or not 0 <= number <= MOST_MONTHS:
            message = (
                f"a rule keeps {key!r} for {number} months; it must be one of {', '.join(SUBJECTS)} "
                f"and 0 to {MOST_MONTHS}"
            )
            raise ValueError(message)
    retention.set_months(session, survey.id, months)
    session.commit()


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
