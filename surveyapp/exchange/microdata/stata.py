"""The rows for Stata: labels, and missing answers as ``.a`` to ``.d``."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from surveyapp.exchange.microdata.frame import coded
from surveyapp.exchange.microdata.model import WEIGHT_LABEL, Rows

FILE = "daten.dta"
LETTERS: Mapping[int, str] = {-7: "a", -8: "b", -9: "c", -6: "d"}
"""Code of a missing answer to Stata's letter for it."""
_LONGEST_LABEL = 80
_VERSION = 15


def data(rows: Rows) -> bytes:
    """Return the rows as Stata keeps them."""
    import pyreadstat  # noqa: PLC0415 - heavy, only where rows are written

    frame = coded(rows)
    for each in rows.variables:
        if (each.values < 0).any():
            lettered: list[Any] = [LETTERS.get(int(v), int(v)) for v in each.values]
            frame[each.name] = frame[each.name].astype(object)
            frame[each.name] = lettered
    used = {
        each.name: sorted({LETTERS[int(v)] for v in each.values if v < 0})
        for each in rows.variables
        if (each.values < 0).any()
    }
    labels = {
        each.name: {
            **each.labels,
            **{LETTERS[c]: w for c, w in rows.missing.items() if LETTERS[c] in used.get(each.name, ())},
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
