"""A municipality of the survey's county."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import Flaw, Reads
from surveyapp.questionnaire.types.single import Single


class Municipality(Single):
    """One municipality; its options come from the county, see ``places.py``."""

    name: ClassVar[str] = "municipality"
    reads: ClassVar[Reads | None] = Reads.CHOICE
    opens_parts: ClassVar[bool] = False
    takes_many_options: ClassVar[bool] = True
    asks_for_place: ClassVar[bool] = True
    takes: ClassVar[frozenset[str]] = frozenset()

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find options that would fix the questionnaire to one county."""
        if question.options and not all(option.code.isdigit() for option in question.options):
            yield Flaw(
                "options", "lists places by hand", "leave options out; the county gives them"
            )


KIND = Municipality()
