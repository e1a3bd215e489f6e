"""What an operator holds after a rehearsal: rows, files, logs and counts of every moment, and the keys.

Only the keys of opened batches are missing: they were destroyed. ``truth`` is not the attacker's; it
says afterwards which guesses were right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.services.anonymity.chance import Course
from surveyapp.storage.forensics import Row

MARK = re.compile(rb"[RT]~[0-9a-f]{16}")
"""What the rehearsal writes into each family's answers (R) and into its free text (T)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that were new after one run of the job that opens ballots."""

    responses: tuple[Row, ...]
    texts: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Dump:
    """All rows of both anonymous stores at one moment."""

    #: Families that had answered, and runs of the job that had begun.
    uses: int
    mixed: int
    #: By store and table, such as ``urn.response``.
    tables: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Image:
    """What could be read in one copy of a file: marks in the order in which they stand there."""

    uses: int
    mixed: int
    #: database, journal, wal or heap.
    kind: str
    #: Whether it was copied after the job had finished, not while it was running.
    is_at_rest: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """Numbers after one family had answered, before any job: as staff see them, and as they are."""

    shown: tuple[int, ...]
    responses: int


@dataclass(frozen=True, slots=True)
class Truth:
    """What only the rehearsal knows."""

    #: The family (by its order of use) each mark belongs to.
    family_of: Mapping[str, int]
    #: Bytes of each family's ballot before it was filled up.
    sizes: Sequence[int] = ()


@dataclass(slots=True)
class Evidence:
    """Everything that was gathered while families answered."""

    #: sqlite or postgresql.
    kind: str
    course: Course
    truth: Truth
    #: Codes as printed, their hashes, and the hashes of their tokens, all in their order of use.
    codes: list[str] = field(default_factory=list)
    code_hashes: list[bytes] = field(default_factory=list)
    tokens: list[bytes] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    #: The installation's own key, and those derived from it.
    keys: list[bytes] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    dumps: list[Dump] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)
    #: Commits at which both anonymous stores had something to write, by how many families had come.
    joint_commits: list[int] = field(default_factory=list)
    commits: int = 0
    #: Files beside the stores, and what was logged.
    files: dict[str, bytes] = field(default_factory=dict)
    #: Whether files of the database server could be read.
    reads_files: bool = True

    def family(self, row: Row) -> int | None:
        """Return whose row it is, by the mark in it."""
        found = MARK.search(" ".join(map(str, row.values())).encode())
        return None if found is None else self.truth.family_of.get(found.group().decode())

    def families(self, rows: Sequence[Row]) -> list[int]:
        """Return whose rows these are, in their order; what bears no mark is left out."""
        found = (self.family(row) for row in rows)
        return [each for each in found if each is not None]


def marks_in(content: bytes) -> tuple[str, ...]:
    """Return the marks in a file, in the order in which they stand."""
    return tuple(found.group().decode() for found in MARK.finditer(content))
