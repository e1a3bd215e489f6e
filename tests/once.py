"""What all applications of a test run have in common, made once: for most tests it is the larger part.

Compiled templates, the functions that build addresses, questionnaires as they were read, the files of
empty SQLite stores. All of them follow from code and texts alone, and nothing a test does can change
them. Here is also said where tests write.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from surveyapp.app import QuietFlask
from surveyapp.questionnaire import document
from surveyapp.storage.db import db, store_engines


class _Compiled(BytecodeCache):
    """Templates as Python code, by their name and source."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = bucket.code


_compile_builder = Rule._compile_builder
_builders: dict[tuple[str, tuple[object, ...], bool], Callable[..., tuple[str, str]]] = {}


def _builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """Compile an address once: the function takes the rule with its converters as an argument."""
    if rule.defaults:
        return _compile_builder(rule, append_unknown)
    key = (rule.rule, tuple(rule._trace), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


def share() -> None:
    """Let this process compile each template and address once, and read each questionnaire once."""
    QuietFlask.jinja_options = {**QuietFlask.jinja_options, "bytecode_cache": _Compiled()}
    Rule._compile_builder = _builder
    # A server meets few questionnaires, tests some hundred, each of them in many files.
    document._parsed = lru_cache(maxsize=256)(document._parsed.__wrapped__)


MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that must be free; stores and pictures of all tests together stay below half of it."""


def write_into_memory() -> None:
    """Put files of tests where a disk need not be waited for; stores ask to wait all the same."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


_empty: dict[str, bytes] = {}


def make_stores() -> None:
    """Make the tables of all stores; files of SQLite are written as they were the first time."""
    files = {name: Path(engine.url.database or "") for name, engine in store_engines().items()}
    is_sqlite = all(engine.dialect.name == "sqlite" for engine in store_engines().values())
    if not is_sqlite or any(file.exists() for file in files.values()):
        db.create_all()
        return
    if not _empty:
        db.create_all()
        db.session.remove()
        for engine in store_engines().values():
            engine.dispose()  # so that all of it stands in the file and nothing in a log beside it
        _empty.update({name: file.read_bytes() for name, file in files.items()})
    for name, file in files.items():
        file.write_bytes(_empty[name])
