"""What stands around a page for families, whichever part of the product shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from surveyapp.ui import chosen_language, languages
from surveyapp.ui.languages import Language, language
from surveyapp.ui.place import HOME, Place


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of every page for families."""

    title: str
    #: Whose pages these are: the survey's title.
    heading: str
    language: str
    #: As its speakers call it.
    language_name: str
    direction: str
    languages: tuple[Language, ...] = ()
    #: Whether everything is big from the start, as on a screen many families stand at.
    is_big: bool = False
    #: Where it is filled in; on a shared device by which family, and where the next one begins.
    place: Place = HOME
    family: str = ""
    start: str = ""


def frame_in_chosen_language(title: str, heading: str, codes: Sequence[str]) -> Frame:
    """Return what stands around a page that can be read in ``codes``."""
    current = language(chosen_language())
    return Frame(
        title=title,
        heading=heading,
        language=current.code,
        language_name=current.name,
        direction=current.direction,
        languages=tuple(language(code, current.code) for code in codes),
    )


def choose_language(among: Sequence[str] = ()) -> None:
    """Speak the language the address or form names, else the browser's, else German."""
    known = among or languages.spoken()
    wanted = request.values.get("lang", "")
    accepted = languages.best(request.accept_languages, known)
    languages.use(wanted if wanted in known else accepted)
