"""Texts that are not translated yet: shown in German, and seen and heard to be German.

A German text in place of a missing translation is put between two marks no text can hold. When the page
is whole, the marks become ``lang="de" dir="ltr"``, so that a screen reader speaks German there, and a line in
the reader's language says why. Inside attributes, titles and text fields, where no element can stand, the
marks are taken out.
"""

from __future__ import annotations

import re

from flask import Response
from flask_babel import gettext

from surveyapp.questionnaire.catalogues import SOURCE
from surveyapp.questionnaire.model import Text

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Characters that Unicode keeps free of any meaning."""

_ANY = re.compile(f"[{OPEN}{CLOSE}]")
_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_WHOLE_OPTION = re.compile(f"<option([^>]*)>{OPEN}([^{OPEN}{CLOSE}<]*){CLOSE}</option>")
#: A tag with its attributes, or an element that holds nothing but text.
_NO_ELEMENT_HERE = re.compile(r"<(title|option|textarea)\b.*?</\1\s*>|<[^>]*>", re.DOTALL)
_MAIN = re.compile(r"<main\b[^>]*>")


def worded(text: Text, language: str) -> str:
    """Return a text in a language; the German one is marked where it is not translated."""
    return text.get(language) or marked(text.get(SOURCE) or next(iter(text.values()), ""), language)


def marked(german: str, language: str) -> str:
    """Return a German text so that a page in another language shows it as German."""
    return german if language == SOURCE or not german else f"{OPEN}{german}{CLOSE}"


def unmarked(text: str) -> str:
    """Return a text without marks, for places where no element can stand."""
    return _ANY.sub("", text)


def shown(html: str) -> str:
    """Return HTML with German texts as elements that say so."""
    if OPEN not in html:
        return html
    html = _WHOLE_OPTION.sub(rf'<option\1 lang="{SOURCE}" dir="ltr">\2</option>', html)
    parts, at = [], 0
    for found in _NO_ELEMENT_HERE.finditer(html):
        parts += [_elements(html[at : found.start()]), unmarked(found[0])]
        at = found.end()
    return "".join((*parts, _elements(html[at:])))


def show_german(response: Response) -> Response:
    """Turn the marks of a page into elements, and say above its content that some of it is German."""
    if response.mimetype != "text/html" or response.direct_passthrough:
        return response
    html = response.get_data()
    if OPEN.encode() not in html:
        return response
    page = shown(html.decode())
    response.set_data(_MAIN.sub(lambda found: found[0] + _line(), page, count=1))
    return response


def _line() -> str:
    said = gettext(
        "Einige Texte auf dieser Seite sind noch nicht übersetzt. Sie stehen auf Deutsch da."
    )
    return f'<p class="box note" role="note">{_elements(said)}</p>'


def _elements(text: str) -> str:
    return unmarked(_MARKED.sub(rf'<span lang="{SOURCE}" dir="ltr">\1</span>', text))
