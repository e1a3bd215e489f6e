"""What stands on the printed form, before anybody knows on which page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Mark:
    """What a box, a cell or a line means: the field of a screen, as a browser would send it."""

    #: Key of the screen (``Step.key``); empty where nobody knows which item the family writes of.
    screen: str
    field: str
    #: What is sent where the box is ticked; empty for what is written.
    value: str = ""
    #: The small number beside the box.
    code: str = ""
    #: Name in the codebook, without the number of a child or adult.
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One thing to tick, with who may tick it."""

    text: str
    remark: str = ""
    #: File name of its picture.
    picture: str | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """No answer: something that is only read."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Options below each other; a square where several may be ticked, else a circle."""

    labels: tuple[Label, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Pictures:
    """Options beside each other, each with its picture."""

    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Numbered boxes in a row, with the wordings of the ends."""

    numbers: tuple[str, ...]
    low: str = ""
    high: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to answer with the same options."""

    columns: tuple[str, ...]
    rows: tuple[Label, ...]
    several: bool = False
    #: What each box means, row by row.
    marks: tuple[tuple[Mark, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Comb:
    """Neighbouring cells for one character each."""

    cells: int
    caption: str = ""
    #: What stands behind the cells, such as a point or a comma.
    after: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Combs in a row, with the unit behind them; one such row for each label."""

    combs: tuple[Comb, ...]
    unit: str = ""
    rows: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranks:
    """Options with a cell for the rank of each, and the word before it."""

    labels: tuple[Label, ...]
    word: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """Ruled lines to write on."""

    lines: int
    mark: Mark | None = None


Body: TypeAlias = Nothing | Choices | Pictures | Points | Table | Entry | Ranks | Ruled
"""How something is answered with a pen."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the form and the line below it."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section (level 0), an item of a list (1) or a page (2)."""

    text: str
    level: int
    #: Whether a line follows on which the family writes what the item is.
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Something to read."""

    text: str
    is_small: bool = False
    #: Whether it speaks of what follows, and stays with it.
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """How to fill in the form; the first two sentences stand beside a ticked circle and square."""

    title: str
    pen: str
    one: str
    several: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Who answers what follows, and where the others go on."""

    text: str
    #: How many of the next questions it speaks of.
    span: int = 1
    #: Sentence about the question after them, with ``{number}``; empty where none is needed.
    go: str = ""
    #: Sentences instead, where an item with ``{item}`` follows, or nothing at all.
    go_item: str = ""
    go_end: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, or a note without a number."""

    number: str
    text: str
    notes: tuple[str, ...]
    body: Body
    #: Boxes behind the answer: "trifft nicht zu", "keine Angabe".
    beside: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What follows begins on the front of a new sheet; ``blank`` is said on an empty page before."""

    blank: str


Block: TypeAlias = Title | Heading | Paragraph | Guide | Filter | Ask | NewSheet
"""One thing on the form."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form."""

    title: str
    language: str
    #: Sentence of the footer with ``{page}`` and ``{pages}``, and what stands opposite.
    page: str
    identity: str
    blocks: tuple[Block, ...]
    #: What a scanner reads on every page: id and version of the questionnaire.
    key: str = ""
    #: Sentence with the ``{serial}`` of a sheet.
    serial: str = ""
