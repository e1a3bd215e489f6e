"""How it is known that a translation still fits: which German wordings were translated.

``translated`` of a questionnaire names for each language the fingerprints of the German wordings its
translation was made from. A wording that is not among them changed since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.written import texts

GERMAN = "de"

_BLOCK = re.compile(r"^translated:.*\n(?:^[ #].*\n)*", re.MULTILINE)


def fingerprint(wording: str) -> str:
    """Return eight characters that stand for a wording; blanks at its ends do not count."""
    return hashlib.sha256(wording.strip().encode()).hexdigest()[:8]


def translated(questionnaire: Questionnaire) -> Mapping[str, tuple[str, ...]]:
    """Return for each language what its present translation was made from."""
    others = [language for language in questionnaire.languages if language != GERMAN]
    found: dict[str, list[str]] = {language: [] for language in others}
    for said in texts(questionnaire):
        for language in others:
            if said.text.get(language) and said.text.get(GERMAN):
                found[language].append(fingerprint(said.text[GERMAN]))
    return {language: tuple(sorted(set(prints))) for language, prints in found.items()}


def noted(text: str, questionnaire: Questionnaire) -> str:
    """Return a questionnaire's file with its translations noted; all else stays as it was written."""
    lines = (
        f"  {language}: [{', '.join(repr(each) for each in prints)}]\n"
        for language, prints in translated(questionnaire).items()
    )
    kept = _BLOCK.sub("", text.rstrip("\n") + "\n")
    return f"{kept}translated:\n{''.join(lines)}"
