"""What became of a file from another system: a questionnaire with remarks, or why it was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from surveyapp.questionnaire.model import Questionnaire, Text

LONGEST_QUOTE = 160
"""Characters of a file that a remark quotes."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that did not come over as it stood, or that refuses the file."""

    #: Place in the file as its author finds it: ``survey, row 12``, ``pages[0].elements[2]``.
    where: str
    #: What it is, what became of it and why, in German and English; ends without a full stop.
    sentence: Text

    def say(self, language: str) -> str:
        """Return place and sentence as one line."""
        said = self.sentence.get(language) or self.sentence["en"]
        return f"{self.where}: {said}" if self.where else said


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that became a questionnaire."""

    questionnaire: Questionnaire
    #: What came over with a change, and which.
    changed: tuple[Remark, ...] = ()
    #: What did not come over, and why.
    dropped: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is broken, contradicts itself or would do harm; at least one remark says why."""

    errors: tuple[Remark, ...]


Outcome: TypeAlias = Taken | Refused


def short(text: str) -> str:
    """Return words of a file as a remark quotes them: on one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}…"
