"""Ask for treated rows, see what became of them, take them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, may
from surveyapp.services import audit, jobs, processes, run_release
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.jobs import ask as job_queue
from surveyapp.services.jobs.ask import Asker
from surveyapp.services.jobs.work import JobRefusedError, Result, Work
from surveyapp.services.microdata.choices import Choices
from surveyapp.services.microdata.files import path_of
from surveyapp.storage import microdata
from surveyapp.storage.jobs import Job
from surveyapp.storage.microdata import MicrodataExport, Order
from surveyapp.storage.surveys import Wave

DIED = "Die Datei wurde nicht fertig. Bitte erstellen Sie sie noch einmal."
MOST_KEYS, LEAST_K, MOST_K, LEAST_L, MOST_L = 8, 3, 20, 2, 5
"""The limits of the treatment, known here without loading what computes; a test compares them."""
ROWS = "rows"
"""Where the report keeps the mark that two files share when the same families are in both."""
SHORTEST = 3
LONGEST: Mapping[str, int] = {"office": 200, "address": 300, "purpose": 500, "legal_basis": 300}
MOST_YEARS = 10
"""Years after today by which the office must have deleted the rows."""


class Refusal(StrEnum):
    """Why rows are not made."""

    NOT_ALLOWED = "not_allowed"
    WAVE_OPEN = "wave_open"
    BUSY = "busy"
    #: A text is missing or too long.
    TEXT = "text"
    NO_DATE = "no_date"
    CONTRACT_AHEAD = "contract_ahead"
    END_PASSED = "end_passed"
    END_FAR = "end_far"
    NO_KEYS = "no_keys"
    TOO_MANY_KEYS = "too_many_keys"
    UNKNOWN_KEY = "unknown_key"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field of the form and what is wrong with it."""

    field: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent for an export."""

    texts: Mapping[str, str]
    contract_on: date | None
    keep_until: date | None
    keys: Sequence[str]
    k: int | None
    l: int | None  # noqa: E741 - its name in the literature
    by_entropy: bool


def wrong_with(
    sent: Sent, choices: Choices, today: date, *, are_fixed: bool = False
) -> tuple[Wrong, ...]:
    """Return all that is wrong with what somebody sent; fixed keys and numbers are not looked at."""
    found = [
        Wrong(name, Refusal.TEXT)
        for name, most in LONGEST.items()
        if not SHORTEST <= len(sent.texts.get(name, "").strip()) <= most
    ]
    found += _wrong_days(sent, today)
    return (*found, *(() if are_fixed else _wrong_choices(sent, choices)))


def _wrong_choices(sent: Sent, choices: Choices) -> list[Wrong]:
    found = []
    known = {each.name for each in choices.keys}
    if not sent.keys:
        found.append(Wrong("keys", Refusal.NO_KEYS))
    if len(sent.keys) > MOST_KEYS:
        found.append(Wrong("keys", Refusal.TOO_MANY_KEYS))
    if not known.issuperset(sent.keys):
        found.append(Wrong("keys", Refusal.UNKNOWN_KEY))
    numbers = (("k", sent.k, LEAST_K, MOST_K), ("l", sent.l, LEAST_L, MOST_L))
    found += [
        Wrong(name, Refusal.NUMBER)
        for name, given, low, high in numbers
        if given is None or not low <= given <= high
    ]
    return found


def _wrong_days(sent: Sent, today: date) -> list[Wrong]:
    found = []
    if sent.contract_on is None:
        found.append(Wrong("contract_on", Refusal.NO_DATE))
    elif sent.contract_on > today:
        found.append(Wrong("contract_on", Refusal.CONTRACT_AHEAD))
    if sent.keep_until is None:
        found.append(Wrong("keep_until", Refusal.NO_DATE))
    elif sent.keep_until <= today:
        found.append(Wrong("keep_until", Refusal.END_PASSED))
    elif sent.keep_until.year > today.year + MOST_YEARS:
        found.append(Wrong("keep_until", Refusal.END_FAR))
    return found


def ask(
    session: Session, actor: Asker, wave: Wave, sent: Sent, today: date, page: str
) -> Job | tuple[Wrong, ...]:
    """Record an export as running and put the work into the queue; commits.

    ``page`` is where the result is to be read. Once somebody has taken rows of a wave, all later ones
    are treated alike: two files with different keys could be laid side by side.
    """
    if not may(actor, Action.EXPORT_MICRODATA, wave.survey.county_ags):
        return (Wrong("", Refusal.NOT_ALLOWED),)
    if wave.state != "closed":
        return (Wrong("", Refusal.WAVE_OPEN),)
    settle(session, wave.id)
    choices = Choices(questionnaire_of(session, wave))
    taken = microdata.first_taken(session, wave.id)
    wrong = wrong_with(sent, choices, today, are_fixed=taken is not None)
    if wrong or sent.contract_on is None or sent.keep_until is None:
        return wrong
    order = Order(
        **{name: sent.texts[name].strip() for name in LONGEST},
        contract_on=sent.contract_on,
        keep_until=sent.keep_until,
        choices=taken.choices if taken is not None else _choices(sent, choices),
    )
    made = microdata.start_alone(session, wave, order, actor.id, today, processes.own_mark())
    if made is None:
        return (Wrong("", Refusal.BUSY),)
    job = jobs.start(session, actor, "microdata", {"export": made.id}, page=page)
    microdata.note_process(session, made, run_release.job_mark(job))
    session.commit()
    return job


def _choices(sent: Sent, choices: Choices) -> dict[str, Any]:
    """Return the choices in the order of the page: the first key is given up last."""
    keys = [each.name for each in choices.keys if each.name in set(sent.keys)]
    return {"keys": keys, "k": sent.k, "l": sent.l, "by_entropy": sent.by_entropy}


def work(work: Work, arguments: Mapping[str, Any]) -> Result:
    """Make an archive in the process of a job."""
    from surveyapp.services.microdata import make  # noqa: PLC0415 - heavy: it computes

    work.progress(0, 1, "Zeilen werden behandelt, geprüft und geschrieben")
    made = make.make(work.session, arguments["export"])
    if made.state == microdata.FAILED:
        raise JobRefusedError(made.message)
    return Result()


def undo(session: Session, arguments: Mapping[str, Any], sentence: str) -> None:
    """End an export whose work did not come to its end."""
    made = microdata.by_id(session, arguments["export"])
    if made is not None:
        microdata.change_running(session, made, state=microdata.FAILED, message=sentence)


def settle(session: Session, wave_id: str) -> None:
    """Mark as failed what is made of a wave when its work is gone; commits."""
    for made, _asked, _taken in microdata.of_wave(session, wave_id):
        if made.state == microdata.RUNNING and not _is_alive(session, made.process):
            microdata.change_running(session, made, state=microdata.FAILED, message=DIED)
    with audit.beside(session):
        session.commit()


def _is_alive(session: Session, mark: str) -> bool:
    job_id = run_release.job_of(mark)
    return job_queue.is_open(session, job_id) if job_id else processes.is_running(mark)


class NotGiven(StrEnum):
    """Why an archive is not given."""

    #: Deleted, never made, or not what was made.
    GONE = "gone"
    #: Rows of the wave that are treated in another way were taken meanwhile.
    TREATED_OTHERWISE = "treated_otherwise"
    #: Other families are in it than in the rows somebody took meanwhile.
    OTHER_FAMILIES = "other_families"


def take(session: Session, actor: Asker, made: MicrodataExport, today: date) -> bytes | NotGiven:
    """Return the archive of an export and note who took it, or say why not. Commits.

    Two archives can be made before either is taken: only those like the first one are given.
    """
    microdata.hold(session, made)
    content = _content(made)
    unlike = _unlike(made, microdata.first_taken(session, made.wave_id))
    if content is None or unlike is not None:
        with audit.beside(session):
            session.commit()
        return unlike or NotGiven.GONE
    microdata.note_fetched(session, made, actor.id, today)
    session.commit()
    return content


def _unlike(made: MicrodataExport, taken: MicrodataExport | None) -> NotGiven | None:
    """Say why rows would reveal something beside those somebody took; None where they would not."""
    if taken is None:
        return None
    if taken.choices != made.choices:
        return NotGiven.TREATED_OTHERWISE
    return None if taken.report.get(ROWS) == made.report.get(ROWS) else NotGiven.OTHER_FAMILIES


def _content(made: MicrodataExport) -> bytes | None:
    """Return the archive as it was made; None where it is not there."""
    path = path_of(made.id)
    if made.state != microdata.READY or made.deleted_on is not None or not path.is_file():
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == made.sha256 else None
