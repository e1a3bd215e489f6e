"""Deleting what has had its time, with a log that can neither miss nor invent a deletion.

First the log says what will be deleted, then it is deleted and the store written anew, then the log
says that it is done. A machine that stops between the steps leaves an entry that was begun and not
done; the next run does it again, which harms nothing, and closes the entry. So nothing is ever deleted
without an entry, and nothing is ever called deleted before it is.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from sqlalchemy.orm import Session

from surveyapp.services import audit, contact, deletion_log, saved_drafts
from surveyapp.services.count_answers import ROUNDING, in_tens
from surveyapp.services.keying import sheets
from surveyapp.services.keys import instance_folder
from surveyapp.services.microdata import files as microdata_files
from surveyapp.services.retention import Due, Subject, due_days, due_questions, plan, subject_of
from surveyapp.services.trial import pretest
from surveyapp.storage import contacts, deletions, retention
from surveyapp.storage.order import forget_deleted, forget_deleted_trials, forget_deleted_wishes
from surveyapp.storage.surveys import Wave

BEGUN, DONE = "begun", "done"
AUDIT = "audit"
MICRODATA = "microdata"
CONTACTS = "contacts"
DRAFTS = "drafts"
PRETESTS = "pretests"
LOCK = "retain.lock"
"""File in the instance folder that one run holds while it works."""


class RetainRefusal(StrEnum):
    """Why nothing was deleted."""

    #: Another run is at work.
    BUSY = "busy"


class NotDeletedError(RuntimeError):
    """Something is still there after it was deleted; the log does not say that it is gone."""


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of thing of one wave whose time is over."""

    subject: str
    survey: str
    title: str
    wave: int
    wave_id: str
    #: The day from which it was to be deleted.
    due: date
    number: int
    #: The questions whose answers are to be deleted, where they are not all.
    questions: tuple[str, ...] = ()

    @property
    def kind(self) -> Subject:
        """Return what is known of its subject."""
        return subject_of(self.subject, self.questions)

    @property
    def what(self) -> str:
        """Say what it is in German."""
        if self.subject in OWN_ENDS:
            return OWN_ENDS[self.subject].say(self.number)
        count = _in_tens if self.kind.is_of_families else _counted
        counted = count(self.number, self.kind.one, self.kind.many)
        return f"{counted} der Welle {self.wave} von „{self.title}“"

    def facts(self, step: str, today: date) -> dict[str, Any]:
        """Return what the log says of it: no word of a family, and no id of one."""
        return {
            "step": step,
            "day": today.isoformat(),
            "subject": self.subject,
            "survey": self.survey,
            "title": self.title,
            "wave": self.wave,
            "wave_id": self.wave_id,
            "due": self.due.isoformat(),
            "number": self.number,
            **({"questions": list(self.questions)} if self.questions else {}),
        }

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Case:
        """Return the case an entry of the log tells of."""
        names = ("subject", "survey", "title", "wave", "wave_id", "number")
        return cls(
            **{name: facts[name] for name in names},
            due=date.fromisoformat(facts["due"]),
            questions=tuple(facts.get("questions", ())),
        )


def due_cases(session: Session, today: date) -> tuple[Case, ...]:
    """Return everything whose time is over; nothing is changed."""
    found = [
        case
        for wave in retention.closed_waves(session)
        for due in _due_of(session, wave)
        if due.day <= today
        for case in _case(session, due)
    ]
    for subject, kind in OWN_ENDS.items():
        if expired := kind.count(session, today):
            found.append(Case(subject, "", "", 0, "", kind.due(today), expired))
    return tuple(found)


def retain(session: Session, today: date) -> tuple[str, ...] | RetainRefusal:
    """Delete everything whose time is over, and return what the log says of it.

    Raises
    ------
    StoreUnavailableError
        If a store cannot write; the same call may be repeated.
    NotDeletedError
        If something is still there afterwards.
    """
    with _alone() as is_alone:
        if not is_alone:
            return RetainRefusal.BUSY
        sheets.forget_old(today)
        said = [_finish(session, number, case, today) for number, case in _unfinished(session)]
        for case in due_cases(session, today):
            number = deletion_log.append(session, case.facts(BEGUN, today), _begun(case, today))
            said.append(_finish(session, number, case, today))
    return tuple(said)


def sentences_of(session: Session, survey: str) -> tuple[str, ...]:
    """Return what was deleted of a survey in the words of the log, the newest first."""
    found = [each for each in deletions.every(session) if each.entry["survey"] == survey]
    return tuple(each.sentence for each in reversed(found) if each.entry["step"] == DONE)


def _due_of(session: Session, wave: Wave) -> tuple[Due, ...]:
    months = plan(session, wave.survey)
    return *due_questions(session, wave, months), *due_days(wave, months)


def _case(session: Session, due: Due) -> Iterator[Case]:
    wave, survey = due.wave, due.wave.survey
    number, everything = due.subject.count(session, wave.id)
    if everything:
        yield Case(
            subject=due.subject.key,
            survey=survey.slug,
            title=survey.title,
            wave=wave.number,
            wave_id=wave.id,
            due=due.day,
            number=in_tens(number) if due.subject.is_of_families else number,
            questions=tuple(question.id for question in due.questions),
        )


def _unfinished(session: Session) -> Sequence[tuple[int, Case]]:
    """Return what an earlier run began and did not live to finish."""
    entries = deletions.every(session)
    done = {each.entry["of"] for each in entries if each.entry["step"] == DONE}
    return [
        (each.number, Case.of(each.entry))
        for each in entries
        if each.entry["step"] == BEGUN and each.number not in done
    ]


def _finish(session: Session, number: int, case: Case, today: date) -> str:
    """Delete what an entry says and write the entry that it is done."""
    _remove(session, case, today)
    sentence = f"Am {_day(today)} gelöscht: {case.what}. Die Speicher sind neu geschrieben."
    deletion_log.append(session, {**case.facts(DONE, today), "of": number}, sentence)
    return sentence


def _remove(session: Session, case: Case, today: date) -> None:
    if own := OWN_ENDS.get(case.subject):
        own.remove(session, today)
        left = own.count(session, today)
    else:
        case.kind.remove(session, case.wave_id)
        left = case.kind.count(session, case.wave_id)[1]
    if left:
        message = f"{left} of {case.what} are still there after deleting; run the command again"
        raise NotDeletedError(message)


def _begun(case: Case, today: date) -> str:
    return f"Am {_day(today)} zu löschen: {case.what}. Die Frist endete am {_day(case.due)}."


def _counted(number: int, one: str, many: str) -> str:
    return f"{format_decimal(number, locale='de')} {one if number == 1 else many}"


def _in_tens(number: int, _one: str, many: str) -> str:
    """Say it as all pages do: of some questions only a few families were asked."""
    if number < ROUNDING:
        return f"weniger als {ROUNDING} {many}"
    return f"mindestens {format_decimal(in_tens(number), locale='de')} {many}"


def _day(day: date) -> str:
    return str(format_date(day, "long", locale="de"))


def _remove_wishes(session: Session, today: date) -> None:
    contact.forget_expired(session, today)
    forget_deleted_wishes()


def _remove_trials(session: Session, today: date) -> None:
    pretest.forget_due(session, today)
    forget_deleted_trials()


def _remove_drafts(_session: Session, today: date) -> None:
    saved_drafts.forget_expired(today)
    forget_deleted()


@dataclass(frozen=True, slots=True)
class OwnEnd:
    """A kind of thing whose rows say themselves when they are deleted, whatever wave they are of."""

    #: Says how many there were.
    say: Callable[[int], str]
    count: Callable[[Session, date], int]
    #: Deletes all whose time is over so that no byte is left; may be repeated.
    remove: Callable[[Session, date], None]
    #: The day the log names as their end, from the day of the run.
    due: Callable[[date], date]


OWN_ENDS: Mapping[str, OwnEnd] = {
    CONTACTS: OwnEnd(
        say=lambda number: _counted(number, "Kontaktwunsch", "Kontaktwünsche"),
        count=contacts.count_expired,
        remove=_remove_wishes,
        due=lambda today: today.replace(day=1),
    ),
    AUDIT: OwnEnd(
        say=lambda number: _counted(
            number, "Eintrag im Protokoll der Verwaltung", "Einträge im Protokoll der Verwaltung"
        ),
        count=audit.count_expired,
        remove=audit.forget_expired,
        due=lambda today: today - audit.KEPT,
    ),
    MICRODATA: OwnEnd(
        say=lambda number: _counted(
            number, "Datei mit behandelten Einzeldaten", "Dateien mit behandelten Einzeldaten"
        ),
        count=microdata_files.count_due,
        remove=microdata_files.forget_due,
        due=lambda today: today - microdata_files.KEPT,
    ),
    PRETESTS: OwnEnd(
        say=lambda number: _in_tens(
            number, "", "Links, Antworten und Hinweise vom Ausprobieren eines Fragebogens"
        ),
        count=pretest.count_due,
        remove=_remove_trials,
        due=lambda today: today - pretest.KEPT,
    ),
    DRAFTS: OwnEnd(
        say=lambda number: _in_tens(number, "", "zurückgelegte Fragebögen von Familien"),
        count=lambda _, today: saved_drafts.count_expired(today),
        remove=_remove_drafts,
        due=lambda today: today - timedelta(days=1),
    ),
}
"""Key of a subject of the log to what it deletes."""


@contextmanager
def _alone() -> Iterator[bool]:
    """Hold the lock of the installation; False where another run holds it."""
    with (instance_folder() / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
