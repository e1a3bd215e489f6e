"""The languages families read: their names, directions and the catalogue of the product's own words.

German is the source. The catalogues are read from their ``.po`` files when the first page needs them,
so that no compiled file can be out of step with its source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
from surveyapp.questionnaire.texts import locale_of
from surveyapp.ui import chosen_language, fallback

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


READS: Mapping[str, str] = {
    "prs": "fa",  # Dari
    "pes": "fa",
    "ps": "fa",  # Pashto is not spoken here; who reads it mostly went to school with Dari
    "ps-af": "fa",
    "mo": "ro",
}
"""Tags of languages a browser may send to the language here that its readers know."""


def best(wanted: Iterable[tuple[str, float]], known: Collection[str]) -> str:
    """Return the first language of a browser's list that is known, German where none is.

    ``wanted`` holds tags with their weights, as the browser sends them. A region more or less does not
    count: who asks for ``de-AT`` before ``en`` reads German.
    """
    for tag, weight in sorted(wanted, key=lambda each: -each[1]):
        whole = tag.lower()
        for name in (whole, whole.partition("-")[0]):
            found = READS.get(name, name)
            if weight > 0 and found in known and whole != "ps-pk":
                return found
    return SOURCE


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


def rules() -> str:
    """Return the name of the rules for dates and numbers on this page, as flask-babel asks for it."""
    return str(locale_of(chosen_language()))


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


class _Marking(Translations):
    """A catalogue whose missing words come in German, marked as such."""

    language = SOURCE

    def gettext(self, message: str) -> str:
        """Return a wording, or the marked German one."""
        found = super().gettext(message)
        is_missing = found == message and message not in self._catalog
        return fallback.marked(message, self.language) if is_missing else found

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a number, or the marked German one."""
        if (msgid1, 0) in self._catalog:
            return super().ngettext(msgid1, msgid2, n)
        return fallback.marked(msgid1 if n == 1 else msgid2, self.language)

    # The names by which flask-babel calls them.
    ugettext = gettext
    ungettext = ngettext


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
    found = _Marking(compiled)
    found.language = code
    return found
