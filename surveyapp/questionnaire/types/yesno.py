"""Yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from surveyapp.questionnaire import own_words
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import Flaw
from surveyapp.questionnaire.types.single import Single

YES = Option("yes", own_words.YES)
NO = Option("no", own_words.NO)


class YesNo(Single):
    """One of the codes ``yes`` and ``no``; an author may word them otherwise."""

    name: ClassVar[str] = "yesno"
    takes: ClassVar[frozenset[str]] = frozenset()

    def options(self, question: Question, given: tuple[Option, ...]) -> tuple[Option, ...]:  # noqa: ARG002
        """Return "Ja" and "Nein"."""
        return given or (YES, NO)

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find other codes than yes and no."""
        if {option.code for option in options} != {YES.code, NO.code}:
            cure = "leave options out, or give exactly the codes yes and no"
            yield Flaw("options", "has other answers than yes and no", cure)


KIND = YesNo()
