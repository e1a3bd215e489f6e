"""Where a questionnaire is filled in, as the frame of families' pages needs to know it."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.questionnaire.anonymise import WEB


@dataclass(frozen=True, slots=True)
class Place:
    """One place, and what is different there."""

    #: Part of the address of its first page; empty at home.
    name: str
    #: What the answers say of how they came.
    mode: str = WEB
    #: One family after another uses the same device: nothing may stay in it.
    is_shared: bool = False
    #: Nobody looks after it: it forgets by itself.
    is_unattended: bool = False


HOME = Place("")
