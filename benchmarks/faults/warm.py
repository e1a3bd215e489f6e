"""Loads what a family's process needs, once: the others are forked from the one that did.

Making an application costs a second the first time, and a run kills hundreds of processes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.faults.stores import sqlite_settings
from surveyapp.app import create_app

with tempfile.TemporaryDirectory() as _folder:
    create_app(sqlite_settings(Path(_folder)))
