"""The door: content and name of a file to what became of it."""

from __future__ import annotations

from pathlib import PurePath

from surveyapp.exchange.limesurvey.assembly import questionnaire_of
from surveyapp.exchange.limesurvey.dump import read_dump
from surveyapp.exchange.limesurvey.kinds import KINDS
from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.tables import source_of
from surveyapp.exchange.report import Outcome, Refused, Taken

ENDINGS = frozenset({".lss", ".lsg", ".lsq", ".lsa"})
"""Surveys, groups, questions; archives are known so that a sentence can say what to do."""


def looks_like(content: bytes, file_name: str) -> bool:
    """Say whether a file comes from LimeSurvey."""
    ending = PurePath(file_name.lower()).suffix
    return ending in ENDINGS or b"<LimeSurveyDocType>" in content[:4000]


def read(content: bytes, file_name: str) -> Outcome:  # noqa: ARG001 - every format is told the name
    """Return a LimeSurvey file as a questionnaire with remarks, or why it is refused."""
    ledger = Ledger()
    if content[:4] == b"PK\x03\x04":
        german = (
            "Das ist ein Archiv mit Antworten; exportieren Sie nur die Struktur der Umfrage (.lss)"
        )
        ledger.refuse(
            "",
            german,
            "this is an archive with answers; export only the structure of the survey (.lss)",
        )
        return _refused(ledger)
    dump = read_dump(content, ledger)
    source = source_of(dump, KINDS, ledger) if dump else None
    questionnaire = questionnaire_of(source, ledger) if source else None
    if questionnaire is None:
        return _refused(ledger)
    return Taken(questionnaire, tuple(ledger.changed.values()), tuple(ledger.dropped.values()))


def _refused(ledger: Ledger) -> Refused:
    return Refused(tuple(ledger.errors.values()))
