"""Text from Word or Excel as pages and questions: what was understood is shown before it is taken."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PastedQuestion:
    """A question that was understood."""

    text: str
    type: str
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastedPage:
    """A heading and the questions below it; without a title they belong to the page pasted into."""

    title: str
    questions: tuple[PastedQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """All that was understood, and the lines that were not."""

    pages: tuple[PastedPage, ...] = ()
    left_over: tuple[str, ...] = field(default=())


def understand(text: str) -> Pasted:
    """Return what a text says: headings, questions, options by bullets, following lines or columns."""
    raise NotImplementedError
