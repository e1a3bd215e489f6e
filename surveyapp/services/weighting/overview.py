"""What a planner sees of the weights of a wave; plain values that a process of its own can hand over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services import audit
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.run_bounded import Unfinished, run_bounded
from surveyapp.services.weighting.traits import Trait, traits_of, weighted
from surveyapp.storage import weighting
from surveyapp.storage.db import urn_reading
from surveyapp.storage.responses import count_responses

SECONDS = 120
"""Longest time the numbers may take; they take some seconds on a machine that is not busy."""

VERSION = 1
"""Of what is computed; another one makes every kept overview out of date."""


@dataclass(frozen=True, slots=True)
class Row:
    """One category: its share in the register and among the answers, both in [0, 1]."""

    code: str
    label: str
    #: None where nobody counted this category.
    register: float | None
    #: Rounded; None while the wave runs, and where too few families answered.
    answers: float | None = None
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """One trait with its categories."""

    name: str
    label: str
    unit: str
    source: str
    as_of: str
    is_given: bool
    rows: tuple[Row, ...]
    #: Names of categories that count as one, as somebody decided.
    merged: tuple[tuple[str, ...], ...] = ()
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A category another one may be merged with."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A category with too few families that waits for a decision."""

    margin: str
    margin_label: str
    category: str
    label: str
    #: Code of the proposed neighbour; empty where leaving the trait out is all that is left.
    proposal: str
    neighbours: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about the weights of a wave."""

    looks: tuple[Look, ...]
    questions: tuple[Question, ...] = ()
    #: All decisions that follow where every proposal is taken: margin, category, neighbour.
    accepted: tuple[tuple[str, str, str], ...] = ()
    #: What they come to: the name of a trait, and names of categories that would count as one.
    outcome: tuple[tuple[str, str], ...] = ()
    #: Families who answered, in fives, and how many a simple random sample would need; 0 if unknown.
    families: int = 0
    effective: int = 0
    design_effect: float = 0.0
    #: By how much resembling families of one facility raise it, in the middle of all questions.
    clusters: float = 1.0
    #: Why there are no weights, as a sentence; empty where there are.
    problem: str = ""

    def to_json(self) -> str:
        """Return it as text for another process."""
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(text: str) -> Overview:
    """Read what ``to_json`` wrote."""
    read: dict[str, Any] = json.loads(text)
    looks = tuple(
        Look(
            **{
                **look,
                "rows": tuple(Row(**row) for row in look["rows"]),
                "merged": tuple(tuple(each) for each in look["merged"]),
            }
        )
        for look in read.pop("looks")
    )
    questions = tuple(
        Question(**{**each, "neighbours": tuple(Choice(**one) for one in each["neighbours"])})
        for each in read.pop("questions")
    )
    accepted = tuple((each[0], each[1], each[2]) for each in read.pop("accepted"))
    outcome = tuple((each[0], each[1]) for each in read.pop("outcome"))
    return Overview(looks, questions, accepted, outcome, **read)


def before_closing(setting: Setting) -> Overview:
    """Return what is known before anybody may look at answers: the register alone."""
    return Overview(tuple(look_of(trait) for trait in weighted(traits_of(setting))))


def look_of(trait: Trait) -> Look:
    """Return a trait with the register's shares."""
    return Look(
        trait.name,
        trait.label,
        trait.unit,
        trait.source,
        trait.as_of,
        trait.is_given,
        tuple(_rows(trait)),
    )


def _rows(trait: Trait) -> Iterator[Row]:
    whole = sum(number or 0 for number in trait.totals.values())
    for code, label in trait.categories.items():
        number = trait.totals.get(code)
        yield Row(code, label, number / whole if number and whole else None)


def look_at(session: Session, setting: Setting) -> Overview | Unfinished:
    """Return the overview of a closed wave; a process of its own does the numbers, once."""
    wave = setting.wave
    fingerprint = _fingerprint(setting)
    kept = weighting.kept_overview(session, wave.id, fingerprint)
    if kept is not None:
        return from_json(kept)
    number = str(wave.number)
    command = ["weights", wave.survey.slug, "--wave", number, "--format", "json"]
    printed = run_bounded(command, SECONDS)
    if isinstance(printed, Unfinished):
        return printed
    weighting.keep_overview(session, wave.id, fingerprint, printed)
    with audit.beside(session):
        session.commit()
    return from_json(printed)


def _fingerprint(setting: Setting) -> str:
    """Return a fingerprint of all an overview follows from."""
    wave = setting.wave
    with urn_reading() as urn:
        answers = count_responses(urn, wave.id)
    said = (
        *(VERSION, answers, wave.document_hash, wave.sampling, wave.facilities, wave.invited),
        *(
            setting.areas,
            setting.given,
            setting.decisions,
            setting.strata,
            sorted(setting.letters.items()),
        ),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()
