"""The rows for Stata: labels, and missing answers as ``.a`` to ``.d``."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surveyapp.exchange.microdata.frame import coded
from surveyapp.exchange.microdata.model import WEIGHT_LABEL, Rows, Variable

if TYPE_CHECKING:
    import pandas as pd

FILE = "daten.dta"
LETTERS: Mapping[int, str] = {-7: "a", -8: "b", -9: "c", -6: "d"}
"""Code of a missing answer to Stata's letter for it."""
_LONGEST_LABEL = 80
_VERSION = 15


def _letters_of(rows: Rows) -> dict[str, list[str]]:
    """Return the letters that occur in each variable that lacks answers."""
    return {
        each.name: sorted({LETTERS[int(value)] for value in each.codes if value < 0})
        for each in rows.variables
        if (each.codes < 0).any()
    }


def _lettered(variable: Variable) -> pd.Categorical:
    """Return codes with letters for missing ones.

    The writer looks at the first hundred values to see what a column holds, and takes one that begins
    with missing answers for words; of categories it sees all.
    """
    import pandas as pd  # noqa: PLC0415 - heavy, only where rows are written

    values: list[Any] = [LETTERS.get(int(value), int(value)) for value in variable.codes]
    codes = sorted({each for each in values if isinstance(each, int)})
    return pd.Categorical(values, categories=[*sorted(set(values) - set(codes)), *codes])


def data(rows: Rows) -> bytes:
    """Return the rows as Stata keeps them."""
    import pyreadstat  # noqa: PLC0415 - heavy, only where rows are written

    frame, used = coded(rows), _letters_of(rows)
    for each in rows.variables:
        if each.name in used:
            frame[each.name] = _lettered(each)
    labels = {
        each.name: {
            **each.labels,
            **{
                LETTERS[code]: words
                for code, words in rows.missing.items()
                if LETTERS[code] in used.get(each.name, ())
            },
        }
        for each in rows.variables
    }
    with tempfile.TemporaryDirectory(prefix="surveyapp-") as folder:
        path = Path(folder) / FILE
        pyreadstat.write_dta(
            frame,
            path,
            file_label=rows.title[:_LONGEST_LABEL],
            column_labels=[
                *(each.label[:_LONGEST_LABEL] for each in rows.variables),
                WEIGHT_LABEL[:_LONGEST_LABEL],
            ],
            version=_VERSION,
            variable_value_labels={name: words for name, words in labels.items() if words},
            missing_user_values=used,
        )
        return path.read_bytes()
