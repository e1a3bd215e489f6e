"""What can be seen of an installation without knowing any truth: columns, settings, files, logs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from surveyapp.access.codes import read_code
from surveyapp.services import keyfiles
from surveyapp.services.keys import settings
from surveyapp.storage import ballots, forensics
from surveyapp.storage.db import urn_reading
from surveyapp.storage.forensics import ANONYMOUS, Table, store_engines


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found; what is no leak is told for whoever runs the platform."""

    is_leak: bool
    where: str
    what: str


def _leak(where: str, what: str) -> Finding:
    return Finding(is_leak=True, where=where, what=what)


def check(logs: Sequence[Path], processes: Path = Path("/proc")) -> list[Finding]:
    """Look at the running application's stores, settings, keys, logs and web servers.

    ``logs`` are folders with logs beside the instance; ``processes`` is where Linux lists programs.
    """
    kind = store_engines()[forensics.URN].dialect.name
    return [
        *_columns(),
        *_triggers(),
        *(_sqlite_settings() if kind == "sqlite" else _postgresql_settings()),
        *_keys(),
        *_logs(logs),
        *_servers(processes),
    ]


# Tables


_KNOWN_DAYS = frozenset({"urn.saved_draft.expires_on"})
"""Days that are known and lead nowhere: a draft is deleted when it is sent, and holds no code of a letter."""


def _columns() -> Iterator[Finding]:
    for store in ANONYMOUS:
        for table in forensics.structure_of(store):
            yield from _of_table(store, table)


def _of_table(store: str, table: Table) -> Iterator[Finding]:
    where = f"{store}.{table.name}"
    if not table.is_declared:
        yield _leak(where, "a table the product does not know")
    if table.has_rowid:
        yield _leak(where, "SQLite numbers its rows in the order of writing")
    for column in table.columns:
        place = f"{where}.{column.name}"
        if table.is_declared and not column.is_declared:
            yield _leak(place, "a column the product does not know")
        if re.search("date|time|interval", column.type_name) and place not in _KNOWN_DAYS:
            yield _leak(place, f"holds a time ({column.type_name})")
        if column.default:
            yield _leak(place, f"fills itself ({column.default})")


def _triggers() -> Iterator[Finding]:
    for store in ANONYMOUS:
        for name in forensics.triggers_of(store_engines()[store]):
            yield _leak(store, f"{name} runs whenever rows change; it may copy them")


# Settings of the databases

_Wrong = Callable[[str], bool]

_PRAGMAS: Mapping[str, tuple[_Wrong, str]] = {
    "journal_mode": (
        lambda value: value not in {"truncate", "delete"},
        "keeps the last pages in the order of writing",
    ),
    "secure_delete": (lambda value: value == "0", "leaves deleted rows in the file"),
    "synchronous": (lambda value: int(value) < _FULL, "may lose confirmed answers in a power cut"),
}
_FULL = 2

_SERVER: Mapping[str, tuple[bool, _Wrong, str]] = {
    "track_commit_timestamp": (
        True,
        lambda value: value == "on",
        "keeps the time of every transaction",
    ),
    "log_statement": (
        True,
        lambda value: value not in {"none", "ddl"},
        "writes statements with their time into the server's log",
    ),
    "log_min_duration_statement": (
        True,
        lambda value: value != "-1",
        "writes statements with their time into the server's log",
    ),
    "log_min_duration_sample": (
        True,
        lambda value: value != "-1",
        "writes some statements with their time into the server's log",
    ),
    "log_transaction_sample_rate": (
        True,
        lambda value: float(value) > 0,
        "writes some transactions with their time into the server's log",
    ),
    "log_duration": (True, lambda value: value == "on", "writes the time of every statement"),
    "log_parameter_max_length_on_error": (
        True,
        lambda value: value != "0",
        "writes what families answered when a statement fails",
    ),
    "log_connections": (
        False,
        lambda value: value not in {"off", ""},
        "writes the time of each connection of the platform",
    ),
    "archive_mode": (
        False,
        lambda value: value != "off",
        "keeps the write-ahead log: it tells the order in which sealed ballots came",
    ),
    "wal_level": (
        False,
        lambda value: value == "logical",
        "lets subscribers follow every change as it happens",
    ),
}


def _sqlite_settings() -> Iterator[Finding]:
    for store in ANONYMOUS:
        found = forensics.settings_of(store_engines()[store], list(_PRAGMAS))
        for name, (is_wrong, why) in _PRAGMAS.items():
            if is_wrong(found[name]):
                yield _leak(store, f"{name} = {found[name]}: {why}")


def _postgresql_settings() -> Iterator[Finding]:
    for store in ANONYMOUS:
        found = forensics.settings_of(store_engines()[store], list(_SERVER))
        for name, (is_leak, is_wrong, why) in _SERVER.items():
            if name in found and is_wrong(found[name]):
                yield Finding(is_leak, store, f"{name} = {found[name]}: {why}")


# Keys


def _keys() -> Iterator[Finding]:
    folder = settings().keys
    if not folder.is_dir():
        return
    for path in (folder, *sorted(folder.iterdir())):
        if path.stat().st_mode & 0o077:
            yield _leak(str(path), "can be read by others; run: chmod -R go= on the folder")
    if any(re.search("backup|sicherung|snapshot", part.lower()) for part in folder.parts):
        yield _leak(str(folder), "keys lie in a folder of backups; move SURVEYAPP_KEYS")
    with urn_reading() as urn:
        known = {batch.id for batch in ballots.batches(urn)}
    for path in sorted(folder.iterdir()):
        if re.fullmatch("[0-9a-f]{32}", path.name) and _is_left(path, known):
            yield _leak(str(path), "a key without a batch; run: surveyapp mix")


def _is_left(path: Path, known: set[bytes]) -> bool:
    batch_id = bytes.fromhex(path.name)
    return batch_id not in known and keyfiles.read(path.parent, batch_id) is not None


# Logs

_LOG_NAME = re.compile(r"\blog|log\b|access|error|nohup|\.out$")
_LARGEST = 64 * 1024 * 1024
_PAGE = re.compile(r'"?(?:GET|POST|PUT|HEAD) /f/|(?<=[\s"/])/?f/[a-z0-9-]+[\s"/?]')
_CODE = re.compile(r"\b[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]{4}\b")
_SENDER = re.compile(
    r"^(?:\d{1,3}\.){3}\d{1,3}\s|\b(?:client|remote|from|peer)\W+(?:\d{1,3}\.){3}\d{1,3}"
)


def _logs(folders: Sequence[Path]) -> Iterator[Finding]:
    """Look through what is called a log in the instance, and through everything in ``folders``."""
    own = (path for path in settings().instance.rglob("*") if _LOG_NAME.search(path.name))
    for path in sorted({*own, *(path for folder in folders for path in folder.rglob("*"))}):
        if path.is_file() and path.stat().st_size <= _LARGEST:
            yield from _of_log(path)


def _of_log(path: Path) -> Iterator[Finding]:
    lines = path.read_text("utf-8", errors="replace").splitlines()
    for what, is_found in _TELLING.items():
        number = sum(map(is_found, lines))
        if number:
            yield _leak(str(path), f"{number} lines with {what}")


def _has_code(line: str) -> bool:
    return any(read_code(found) is not None for found in _CODE.findall(line))


_TELLING: Mapping[str, Callable[[str], bool]] = {
    "an address of a page for families": lambda line: _PAGE.search(line) is not None,
    "an invitation code": _has_code,
    "a sender's network address": lambda line: _SENDER.search(line) is not None,
}


# Web servers


def _servers(processes: Path) -> Iterator[Finding]:
    """Yield running servers that were told to log requests."""
    for path in sorted(processes.glob("[0-9]*/cmdline")):
        try:
            words = path.read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:  # it ended meanwhile, or belongs to somebody else
            continue
        if any("gunicorn" in word for word in words) and any(
            word.startswith(("--access-log", "--log-config")) for word in words
        ):
            yield _leak(f"process {path.parent.name}", "gunicorn logs requests")
