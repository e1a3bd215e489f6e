"""Reads the witnesses: inputs as columns, expected values by case."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent
FILES = ("r-survey.json", "r-estimation.json")


@cache
def cases() -> dict[str, Any]:
    """Return the expected values of all cases made with R, by id."""
    files = [json.loads((FOLDER / name).read_text("utf-8"))["cases"] for name in FILES]
    return {entry["id"]: entry["result"] for file in files for entry in file}


def case(name: str) -> dict[str, Any]:
    """Return the expected values of one case made with R."""
    return cases()[name]


def table(name: str) -> pd.DataFrame:
    """Return one input."""
    return pd.read_csv(FOLDER / name)


def codes(column: pd.Series, names: list[str] | None = None) -> tuple[np.ndarray, list[str]]:
    """Return the position of each value among the names, sorted as R sorts factor levels."""
    names = sorted(column.unique()) if names is None else names
    return np.array([names.index(value) for value in column]), names
