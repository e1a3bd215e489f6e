"""The languages families read: their names, directions and the catalogue of the product's own words.

German is the source. The catalogues are read from their ``.po`` files when the first page needs them,
so that no compiled file can be out of step with its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import flask_babel
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import g

from surveyapp.questionnaire.catalogues import PLAIN, rank

FOLDER = Path(__file__).parent.parent / "translations"
SOURCE = "de"
NAMES = {PLAIN: "Leichte Sprache", "fa": "فارسی / دری"}
"""Names of languages where the one of the locale would not be understood."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language a page can be read in."""

    code: str
    #: As its speakers call it.
    name: str
    #: ``ltr`` or ``rtl``.
    direction: str
    is_current: bool = False


def spoken() -> tuple[str, ...]:
    """Return the languages the product itself speaks, German first."""
    folders = (path.parent.parent.name for path in FOLDER.glob("*/*/messages.po"))
    found = {folder.replace("_", "-") for folder in folders}
    return (SOURCE, *sorted(found, key=rank))


def language(code: str, current: str = "") -> Language:
    """Describe the language ``code``."""
    locale = Locale.parse(code, sep="-")
    name = NAMES.get(code) or str(locale.get_display_name(code.replace("-", "_")))
    return Language(code, name[:1].upper() + name[1:], locale.text_direction, code == current)


def use(code: str) -> None:
    """Speak ``code`` for the rest of the request."""
    g.language = code
    _CATALOGUES.as_default()
    flask_babel.refresh()


class _Catalogues(flask_babel.Domain):  # type: ignore[misc]
    """Answers flask-babel from the ``.po`` files."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the current language."""
        return catalogue(str(g.get("language", SOURCE)))


_CATALOGUES = _Catalogues()


@lru_cache
def catalogue(code: str) -> NullTranslations:
    """Return the catalogue of ``code``; languages without one fall back to the German source."""
    path = FOLDER / code.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code.replace("-", "_")))
    compiled.seek(0)
    return Translations(compiled)
