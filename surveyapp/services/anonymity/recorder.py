"""Copies of everything an operator can copy while families answer, made at every commit."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from surveyapp.services.anonymity.evidence import Counted, Dump, Evidence, Group, Image, marks_in
from surveyapp.storage import forensics
from surveyapp.storage.forensics import MAIN, URN, Row

HELD = ("response", "text_answer")
"""Tables of the urn whose rows an attacker wants to join with codes."""


class Recorder:
    """Watches the stores of one rehearsal."""

    def __init__(self, evidence: Evidence, engines: Mapping[str, Engine]) -> None:
        """Watch the commits of both anonymous stores from now on."""
        self.evidence = evidence
        self.engines = engines
        self.uses = 0
        self.mixed = 0
        self._known: dict[str, set[object]] = {table: set() for table in HELD}
        self._tokens: set[object] = set()
        self._position = self._log_begins()
        self._log = _Kept()
        logging.getLogger().addHandler(self._log)
        for store in forensics.ANONYMOUS:
            event.listen(engines[store], "commit", self._see_commit)

    def close(self) -> None:
        """Stop watching."""
        logging.getLogger().removeHandler(self._log)
        for store in forensics.ANONYMOUS:
            event.remove(self.engines[store], "commit", self._see_commit)

    # While families answer

    def see_use(self, shown: tuple[int, ...]) -> None:
        """Note what one family has changed."""
        self.uses += 1
        self._see_token()
        count = forensics.count_of(self.engines[URN], "response")
        self.evidence.counts.append(Counted(shown, count))

    def _see_token(self) -> None:
        """Note the sealed ballot that has just come: an operator sees it come."""
        found = forensics.rows_of(self.engines[URN], "sealed_ballot")
        fresh = [row for row in found if row["token_hash"] not in self._tokens]
        self._tokens.update(row["token_hash"] for row in fresh)
        token, ciphertext = (
            (fresh[0]["token_hash"], fresh[0]["ciphertext"]) if fresh else (b"", b"")
        )
        self.evidence.tokens.append(bytes(token))  # type: ignore[call-overload]
        self.evidence.lengths.append(len(ciphertext))  # type: ignore[arg-type]

    def _see_commit(self, _connection: Connection) -> None:
        """Copy journals as they stand before a commit, and files that are being rewritten."""
        self.evidence.commits += 1
        if self.evidence.kind != "sqlite":
            return
        sizes = {store: _size(self._path(store), "-journal") for store in forensics.ANONYMOUS}
        if all(sizes.values()):
            self.evidence.joint_commits.append(self.uses)
        self._copy(URN, "-journal", "journal")
        self._copy(URN, "-wal", "wal")
        if not self._at_rest:
            self._copy(URN, "", "journal")  # what the journal of the next rewriting will hold

    # When the job runs

    _at_rest = True

    def begin_mixing(self) -> None:
        """Note that the job begins."""
        self._see_log()
        self.mixed += 1
        self._at_rest = False

    def end_mixing(self) -> None:
        """Note what the job has laid down."""
        self._at_rest = True
        found = {table: self._fresh(table) for table in HELD}
        self.evidence.groups.append(Group(found["response"], found["text_answer"]))
        self._see_log()
        self._copy(URN, "", "database")
        if self.evidence.kind == "postgresql":
            self._see_heaps()

    def _see_heaps(self) -> None:
        heaps = forensics.heaps_of(self.engines[URN], HELD)
        self.evidence.reads_files &= heaps is not None
        for heap in heaps or ():
            self._keep(heap, "heap")

    def _fresh(self, table: str) -> tuple[Row, ...]:
        known = self._known[table]
        rows = forensics.rows_of(self.engines[URN], table)
        fresh = tuple(row for row in rows if row["id"] not in known)
        known.update(row["id"] for row in fresh)
        return fresh

    def dump(self) -> None:
        """Keep all rows of both stores, as a backup does."""
        tables = {
            f"{store}.{table}": forensics.rows_of(self.engines[store], table)
            for store in forensics.ANONYMOUS
            for table in forensics.tables_of(self.engines[store])
        }
        self.evidence.dumps.append(Dump(self.uses, self.mixed, tables))

    # At the end

    def see_files(self, folder: Path) -> None:
        """Keep every file beside the stores and keys, and what was logged."""
        stores = {self._path(store).name for store in (MAIN, *forensics.ANONYMOUS)}
        for path in sorted(folder.rglob("*")):
            is_store = any(path.name.startswith(name) for name in stores if name)
            if path.is_file() and not is_store and path.parent.name != "keys":
                self.evidence.files[str(path.relative_to(folder))] = path.read_bytes()
        self.evidence.files["(log)"] = "\n".join(self._log.lines).encode()

    def _path(self, store: str) -> Path:
        is_file = self.evidence.kind == "sqlite"
        return Path(self.engines[store].url.database or "" if is_file else "")

    def _copy(self, store: str, ending: str, kind: str) -> None:
        path = self._path(store)
        file = path.with_name(path.name + ending) if path.name else path
        if file.is_file():
            self._keep(file.read_bytes(), kind)

    def _keep(self, content: bytes, kind: str) -> None:
        marks = marks_in(content)
        if marks:
            image = Image(self.uses, self.mixed, kind, self._at_rest, marks)
            self.evidence.images.append(image)

    def _log_begins(self) -> int | None:
        if self.evidence.kind == "sqlite":
            return None
        position = forensics.log_position(self.engines[URN])
        self.evidence.reads_files = position is not None
        return position

    def _see_log(self) -> None:
        """Keep what PostgreSQL has written ahead since the last look."""
        if self._position is None:
            return
        end = forensics.log_position(self.engines[URN]) or self._position
        self._keep(forensics.log_between(self.engines[URN], self._position, end), "wal")
        self._position = end


class _Kept(logging.Handler):
    """Keeps whatever the process logs, in the words it would be written in."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _size(path: Path, ending: str) -> int:
    file = path.with_name(path.name + ending)
    return file.stat().st_size if file.is_file() else 0
