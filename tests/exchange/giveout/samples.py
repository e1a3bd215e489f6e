"""Every questionnaire the product ships or tests with."""

from __future__ import annotations

from pathlib import Path

from surveyapp.questionnaire import document, places
from surveyapp.questionnaire.model import Questionnaire

ROOT = Path(__file__).parent.parent.parent.parent
FILES = {
    path.parent.name if path.stem.isdecimal() else path.stem: path
    for path in (
        *ROOT.glob("questionnaires/*/[0-9]*.yaml"),
        *ROOT.glob("tests/questionnaires/*.yaml"),
    )
}
NAMES = tuple(sorted(FILES))
TOWNS = (("16065001", "Abtsbessingen"), ("16065067", "Sondershausen"))


def plain(name: str) -> Questionnaire:
    """Return a questionnaire as it is written."""
    return document.read(FILES[name])


def asked(name: str) -> Questionnaire:
    """Return a questionnaire as a county asks it."""
    return places.with_municipalities(plain(name), TOWNS)
