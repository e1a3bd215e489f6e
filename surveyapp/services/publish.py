"""Publishing a questionnaire: checked once, then frozen word for word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.questionnaire import document, library, versions
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.services.asked import published
from surveyapp.services.check_questionnaire import Checked, check_questionnaire
from surveyapp.services.run_bounded import Unfinished
from surveyapp.storage import publications
from surveyapp.storage.publications import Publication


@dataclass(frozen=True, slots=True)
class PublishRefusal:
    """Why a questionnaire was not published, in English."""

    sentence: str
    #: The same sentence in German.
    german: str


Outcome = Publication | PublishRefusal | Checked | Unfinished
"""Published; refused by a sentence; refused by errors of the check; or the check did not finish."""


def publish(
    session: Session, text: str, *, today: date, note: str = "", language: str = "de"
) -> Outcome:
    """Freeze a questionnaire; publishing the same document again changes nothing.

    A new version follows the last one. A correction (same version, ``correction`` one higher) may
    only word things better; every open wave of the version asks it from now on, and families who
    have begun finish on what they began with. It is checked by a process of its own, which says what
    it finds in German or in English (``en``).

    Raises
    ------
    DocumentError
        If the text is no questionnaire.
    """
    questionnaire = document.parse(text)
    same = publications.by_hash(session, publications.hash_of(text))
    if same is not None:
        return same
    refusal = _wrong_number(session, questionnaire)
    if refusal is not None:
        return refusal
    checked = check_questionnaire(text, library.pictures_of(questionnaire.id), language)
    if isinstance(checked, Unfinished) or checked.errors:
        return checked
    publication = _added(session, questionnaire, text, today=today, note=note)
    if isinstance(publication, PublishRefusal):
        return publication
    if publication.correction:
        publications.ask_corrected(session, publication)
    session.commit()
    return publication


def _added(
    session: Session, questionnaire: Questionnaire, text: str, *, today: date, note: str
) -> Publication | PublishRefusal:
    """Add a publication; where somebody published the same or its number meanwhile, that counts."""
    try:
        with session.begin_nested():
            return publications.add(
                session,
                questionnaire=questionnaire.id,
                version=questionnaire.version,
                correction=questionnaire.correction,
                document=text,
                published_on=today,
                note=note,
            )
    except IntegrityError:
        same = publications.by_hash(session, publications.hash_of(text))
        outcome = same or _wrong_number(session, questionnaire)
        if outcome is None:
            raise
        return outcome


def _refused(key: str, words: Mapping[str, object]) -> PublishRefusal:
    english, german = (each.format(**words) for each in _SENTENCES[key])
    return PublishRefusal(english, german)


_SENTENCES = {
    "other_words": (
        "{name} is published already with other words; raise its correction or version",
        "{name} ist schon anders veröffentlicht. Bitte zählen Sie Fassung oder Korrektur hoch.",
    ),
    "does_not_follow": (
        "{name} does not follow {last}; number it {following}",
        "{name} folgt nicht auf Fassung {last}. Bitte geben Sie ihm die Fassung {following}.",
    ),
    "corrects_nothing": (
        "{name} corrects nothing; the last published number is {last}.{last_correction}",
        "{name} verbessert nichts. Zuletzt wurde {last}.{last_correction} veröffentlicht.",
    ),
    "more_than_words": (
        "{name} changes more than words; give it version {following}",
        "{name} ändert mehr als Wörter. Bitte geben Sie ihm die Fassung {following}.",
    ),
}
"""Why nothing was published, in English and German."""


def _wrong_number(session: Session, questionnaire: Questionnaire) -> PublishRefusal | None:
    """Return what is wrong with the numbers of a version, or nothing."""
    there = publications.all_of(session, questionnaire.id)
    numbers = [(each.version, each.correction) for each in there]
    asked = (questionnaire.version, questionnaire.correction)
    last = numbers[-1] if numbers else (0, 0)
    words = {
        "name": f"{questionnaire.id} {asked[0]}.{asked[1]}",
        "last": last[0],
        "last_correction": last[1],
        "following": last[0] + 1,
    }
    if asked in numbers:
        return _refused("other_words", words)
    if not questionnaire.correction:
        is_next = not numbers or asked[0] == last[0] + 1
        return None if is_next else _refused("does_not_follow", words)
    before = publications.latest(session, questionnaire.id, questionnaire.version)
    if before is None or questionnaire.correction != before.correction + 1:
        return _refused("corrects_nothing", words)
    if not versions.is_correction(published(session, before.document_hash), questionnaire):
        return _refused("more_than_words", words)
    return None


def packaged(session: Session, questionnaire: str, version: int, *, today: date) -> Outcome:
    """Return the latest correction of a version; a packaged one is published now where it was not."""
    found = publications.latest(session, questionnaire, version)
    if found is not None:
        return found
    return publish(session, library.text_of(questionnaire, version), today=today)
