"""What stands around a page for families, whichever part of the product shows it."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.ui.languages import Language


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of every page for families."""

    title: str
    #: Whose pages these are: the survey's title.
    heading: str
    language: str
    direction: str
    languages: tuple[Language, ...] = ()
