"""What families are told afterwards: what they said, what is decided about it, and what changed.

Read from public releases, approved wordings and resolved measures only; nothing here can reach an answer,
a release that is not public, or a measure that is only proposed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.contrast import standing
from analytics.figures.change import Changed, changes
from analytics.figures.overview import indicators
from analytics.released import Cell, Contents, Topic
from surveyapp.questionnaire.model import Questionnaire, Text
from surveyapp.services import show_results, voices
from surveyapp.services.asked import published
from surveyapp.services.show_results import Shown
from surveyapp.services.voices import Voice
from surveyapp.storage import measures, surveys
from surveyapp.storage.measures import Known
from surveyapp.storage.surveys import Survey, Wave

MOST_FINDINGS = 7
"""Findings a family reads; all others stand on the pages with all figures."""

MOST_VOICES = 4
"""Wordings of families that stand beside them."""

VOICES_OF_A_QUESTION = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A need as the questionnaire words it, in each of its languages."""

    label: Text
    #: A finding with ``{share}`` and ``{place}``; empty where the need has none.
    sentence: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One released share of the whole county, with what is decided about it."""

    named: Named
    cell: Cell
    measures: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """One share that is higher or lower than in an earlier wave, for sure."""

    named: Named
    before: Cell
    now: Cell


@dataclass(frozen=True, slots=True)
class Compared:
    """What can be said of a change since an earlier wave."""

    since: Wave
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a survey's newest public results say, and what follows."""

    survey: Survey
    #: What the questionnaire is called, in each of its languages; empty before it is published.
    title: Text
    wave: Wave
    contents: Contents
    #: The largest share first.
    findings: tuple[Finding, ...]
    #: Measures that answer none of these findings.
    others: tuple[Known, ...]
    #: None where no earlier wave can be compared with.
    compared: Compared | None
    voices: tuple[Voice, ...]
    #: The wave families can answer now or later, if one is on file.
    coming: Wave | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A survey without public results yet, and the wave they will come of, if one is on file."""

    survey: Survey
    title: Text
    wave: Wave | None


def feedback_of(session: Session, slug: str) -> Feedback | Waiting | None:
    """Return what everybody may read of a survey; None where there is none of this name."""
    survey = surveys.survey_by_slug(session, slug)
    if survey is None:
        return None
    shown = show_results.find(session, slug, None, None)
    if shown is None:
        awaited = _awaited(survey)
        asked = _asked(session, awaited) if awaited is not None else None
        return Waiting(survey, asked.title if asked else {}, awaited)
    wave = _numbered(survey, shown.wave.number)
    kept = measures.for_families(session, survey)
    asked = _asked(session, wave)
    known = _named(asked, shown.figures.contents)
    findings = _findings(shown, known, kept)
    told = {each.id for finding in findings for each in finding.measures}
    return Feedback(
        survey=survey,
        title=asked.title if asked else {},
        wave=wave,
        contents=shown.figures.contents,
        findings=findings,
        others=tuple(each for each in kept if each.id not in told),
        compared=_compared(session, survey, shown, known),
        voices=_voices(session, slug, shown),
        coming=_coming(survey, wave),
    )


def _numbered(survey: Survey, number: int) -> Wave:
    return next(wave for wave in survey.waves if wave.number == number)


def _awaited(survey: Survey) -> Wave | None:
    """Return the wave whose results come next: the one that was open last, or will be first."""
    begun = [wave for wave in survey.waves if wave.state != "planned"]
    return begun[-1] if begun else next(iter(survey.waves), None)


def _coming(survey: Survey, shown: Wave) -> Wave | None:
    later = [wave for wave in survey.waves if wave.number > shown.number]
    return next((wave for wave in later if wave.state != "closed"), None)


def _asked(session: Session, wave: Wave) -> Questionnaire | None:
    """Return what the families of a wave were asked; None before it was opened."""
    return None if wave.document_hash is None else published(session, wave.document_hash)


def _named(asked: Questionnaire | None, contents: Contents) -> Mapping[str, Named]:
    """Return the needs of a release in the words of what families were asked."""
    indicators = asked.indicators if asked is not None else ()
    worded = {f"need.{each.id}": Named(each.label, each.sentence) for each in indicators}
    return {topic.id: worded.get(topic.id) or _german(topic) for topic in contents.topics}


def _german(topic: Topic) -> Named:
    """Return a need as the release words it, where the questionnaire says nothing of it any more."""
    return Named({"de": topic.label}, {"de": topic.sentence} if topic.sentence else {})


def _findings(
    shown: Shown, known: Mapping[str, Named], kept: Sequence[Known]
) -> tuple[Finding, ...]:
    found = indicators(shown.figures.table, shown.figures.contents)
    return tuple(
        Finding(known[topic.id], cell, tuple(each for each in kept if each.answers(topic.id)))
        for topic, cell in found[:MOST_FINDINGS]
    )


def _compared(
    session: Session, survey: Survey, shown: Shown, known: Mapping[str, Named]
) -> Compared | None:
    if shown.earlier is None:
        return None
    before, now = show_results.read(session, shown.earlier), shown.figures
    found = changes(now.table, now.contents, before.table, before.contents)
    if not found:
        return None
    ways = standing([each.contrast for each in found])
    stand = [each for each, way in zip(found, ways, strict=True) if way]
    since = _numbered(survey, shown.earlier.number)
    return Compared(since, tuple(_moved(each, known) for each in stand))


def _moved(found: Changed, known: Mapping[str, Named]) -> Moved:
    return Moved(known[found.topic.id], found.before, found.now)


def _voices(session: Session, slug: str, shown: Shown) -> tuple[Voice, ...]:
    if not shown.wave.has_voices:
        return ()
    found = voices.of_wave(session, slug, shown.wave.number)
    few = [voice for each in found for voice in each.voices[:VOICES_OF_A_QUESTION]]
    return tuple(few[:MOST_VOICES])
