"""Themes of free texts in a release: questions of which every text was given its themes by a person."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from analytics.released import Cell, Topic
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.texts import neutral, wording
from surveyapp.questionnaire.themes import Theme
from surveyapp.services import compare_coders
from surveyapp.services.code_texts import Look, progress_of_question
from surveyapp.services.keep_themes import themes_of
from surveyapp.services.releasing.order import MOST_DRAWS
from surveyapp.storage import releases, text_codes
from surveyapp.storage.db import urn_reading
from surveyapp.storage.surveys import Wave
from surveyapp.storage.text_codes import Given

if TYPE_CHECKING:
    from analytics.noise import Noise
    from analytics.protect import Policy

WRITER, TEXT = "writer", "text"
"""Units of these figures: a family that wrote something for the question; one of its texts, where it
may write one for each child."""


@dataclass(frozen=True)
class CodedQuestion:
    """One question whose texts all have their themes."""

    question: Question
    themes: tuple[Theme, ...]
    #: What each text was given in the end, in an order that means nothing.
    given: tuple[frozenset[str], ...]
    #: Fields, life stages and facility types of the question.
    fields: tuple[str, ...]
    life_stages: tuple[str, ...]
    facility_types: tuple[str, ...]
    #: Asked for each child: one family may have written several texts.
    is_repeated: bool
    #: Tells this state of the texts from every other, without giving it away.
    mark: str
    #: None where no second person has looked.
    agreed: compare_coders.Agreed | None

    def topic_of(self, theme: Theme) -> str:
        """Return the name of a theme in the release."""
        return f"{self.question.id}.{theme.code}"

    @property
    def doubtful(self) -> frozenset[str]:
        """Return the topics on which two people agreed too little to rely on their share."""
        figures = () if self.agreed is None else self.agreed.themes
        low = {e.theme for e in figures if e.alpha is not None and e.alpha < compare_coders.USABLE}
        return frozenset(self.topic_of(each) for each in self.themes if each.code in low)


def coded_questions(
    session: Session, wave: Wave, questionnaire: Questionnaire
) -> tuple[CodedQuestion, ...]:
    """Return the questions of a closed wave whose texts may be released by themes."""
    return tuple(
        _coded(session, wave, questionnaire, question, is_repeated=page.repeat is not None)
        for page in questionnaire.pages
        for question in page.questions
        if (progress := progress_of_question(wave, question.id)).texts
        and not progress.left
        and not is_worn(session, wave, question.id)
    )


def is_worn(session: Session, wave: Wave, question: str) -> bool:
    """Say whether the texts of a finished question were released with too many other themes before."""
    before = {
        found["mark"]
        for release in releases.releases_of(session, wave.id)
        if (found := release.protocol.get("themes", {}).get(question)) is not None
    }
    if len(before) < MOST_DRAWS:
        return False
    return _mark(_state(question, _given(wave, question)), wave.secret) not in before


def _given(wave: Wave, question: str) -> tuple[frozenset[str], ...]:
    with urn_reading() as urn:
        given = text_codes.of_question(urn, [wave.id], question)
    return tuple(_final(given[text_id]) for text_id in sorted(given))


def _state(question: str, given: Sequence[frozenset[str]]) -> bytes:
    """Return a fingerprint of what all texts of a question were given."""
    said = json.dumps([question, [sorted(text) for text in given]])
    return hashlib.sha256(said.encode()).digest()


def _mark(state: bytes, secret: bytes) -> str:
    return hmac.digest(secret, b"mark" + state, "sha256").hex()[:16]


def _coded(
    session: Session,
    wave: Wave,
    questionnaire: Questionnaire,
    question: Question,
    *,
    is_repeated: bool,
) -> CodedQuestion:
    planning = index_of(questionnaire).planning_of(question)
    given = _given(wave, question.id)
    return CodedQuestion(
        question=question,
        themes=themes_of(session, wave.survey, question.id),
        given=given,
        fields=tuple(planning.fields),
        life_stages=tuple(planning.life_stages),
        facility_types=tuple(planning.facility_types),
        is_repeated=is_repeated,
        mark=_mark(_state(question.id, given), wave.secret),
        agreed=compare_coders.measure(session, wave, question.id),
    )


def _final(given: Given) -> frozenset[str]:
    """Return what the third look decided, else what the first one gave."""
    return frozenset(given.get(Look.THIRD, given[Look.FIRST]))


def all_cells(
    coded: Sequence[CodedQuestion], county: str, policy: Policy, secret: bytes
) -> Iterator[Cell]:
    """Yield the shares of all themes, for the whole county."""
    import numpy as np  # noqa: PLC0415 - numbers load late

    from analytics.theme_cells import theme_cells  # noqa: PLC0415

    for each in coded:
        given = [[theme.code in text for theme in each.themes] for text in each.given]
        yield from theme_cells(
            [each.topic_of(theme) for theme in each.themes],
            np.array(given, dtype=bool),
            county,
            policy,
            _noise(each, secret),
            is_sensitive=each.question.is_sensitive,
            is_repeated=each.is_repeated,
            doubtful=each.doubtful,
        )


def _noise(coded: CodedQuestion, secret: bytes) -> Noise:
    """Return the noise of this state of the texts.

    Were it the same after one text was given another theme, it would cancel in the difference of two
    releases, and the difference would be that text.
    """
    from analytics.noise import Noise  # noqa: PLC0415 - numbers load late

    return Noise(secret).of(_state(coded.question.id, coded.given))


def theme_topics(coded: Sequence[CodedQuestion]) -> Iterator[Topic]:
    """Yield each question for its wording, then its themes."""
    for each in coded:
        label = wording(neutral(each.question.label or each.question.text), "de")
        yield _topic(each, each.question.id, f"{label}: genannte Themen", "question")
        for theme in each.themes:
            yield _topic(each, each.topic_of(theme), theme.label, "theme")


def _topic(coded: CodedQuestion, topic: str, label: str, kind: str) -> Topic:
    return Topic(
        id=topic,
        label=label,
        unit=TEXT if coded.is_repeated else WRITER,
        measures="wish",
        fields=coded.fields,
        life_stages=coded.life_stages,
        facility_types=coded.facility_types,
        kind=kind,
        categories={"1": "genannt"} if kind == "theme" else {},
    )


def protocol_of(coded: Sequence[CodedQuestion]) -> dict[str, Any]:
    """Return for each question its state, how many people looked, and how far two of them agreed."""
    return {
        each.question.id: {
            "mark": each.mark,
            "coders": 1 if each.agreed is None else 2,
            "alpha": None if each.agreed is None else each.agreed.overall.alpha,
            "doubtful": sorted(each.doubtful),
        }
        for each in coded
    }
