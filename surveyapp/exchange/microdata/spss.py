"""The rows for SPSS: a file with labels and missing codes, and the syntax for questions of several boxes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from textwrap import wrap

from surveyapp.exchange.microdata.frame import coded
from surveyapp.exchange.microdata.model import MISSING, WEIGHT, WEIGHT_LABEL, Rows, Variable

FILE = "daten.sav"
_LONGEST_LABEL, _LONGEST_FILE_LABEL = 250, 64
_LONGEST_LINE, _LONGEST_NOTE = 60, 80


def data(rows: Rows) -> bytes:
    """Return the rows as SPSS keeps them; codes from -9 to -6 are missing by the user's word."""
    import pyreadstat  # noqa: PLC0415 - heavy, only where rows are written

    low, high = MISSING
    labels: dict[str, dict[int | float, str]] = {
        each.name: dict([*rows.missing.items(), *each.labels.items()]) for each in rows.variables
    }
    measures = {e.name: "nominal" if e.labels else "scale" for e in rows.variables}
    with tempfile.TemporaryDirectory(prefix="surveyapp-") as folder:
        path = Path(folder) / FILE
        pyreadstat.write_sav(
            coded(rows),
            path,
            file_label=_cut(rows.title, _LONGEST_FILE_LABEL),
            column_labels=[*(_cut(each.label) for each in rows.variables), WEIGHT_LABEL],
            variable_value_labels=labels,
            missing_ranges={each.name: [{"lo": low, "hi": high}] for each in rows.variables},
            variable_measure={**measures, WEIGHT: "scale"},
            note=[line for each in rows.about for line in _lines(": ".join(each))],
        )
        return path.read_bytes()


def _cut(words: str, most: int = _LONGEST_LABEL) -> str:
    """Return as many whole signs as fit into some bytes."""
    return words.encode()[:most].decode(errors="ignore")


def _lines(words: str) -> list[str]:
    """Return words as lines that SPSS takes, none longer than its own of 80 bytes."""
    return [_cut(each, _LONGEST_NOTE) for each in wrap(words, _LONGEST_LINE)]


def syntax(rows: Rows) -> bytes:
    """Return the syntax that opens the file, weighs it and names the questions of several boxes."""
    lines = [
        "* Kodierung: UTF-8.",
        f"GET FILE='{FILE}'.",
        f"WEIGHT BY {WEIGHT}.",
    ]
    for name, members in _sets(rows).items():
        label = _quoted(_cut(members[0].set_label))
        lines += [
            "MRSETS",
            f"  /MDGROUP NAME=${name} LABEL={label} CATEGORYLABELS=VARLABELS",
            f"    VARIABLES={' '.join(each.name for each in members)} VALUE=1",
            f"  /DISPLAY NAME=[${name}].",
        ]
    lines.append("EXECUTE.")
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _sets(rows: Rows) -> dict[str, list[Variable]]:
    """Return the questions of several boxes with at least two boxes in the file."""
    found: dict[str, list[Variable]] = {}
    for each in rows.variables:
        if each.set_name:
            found.setdefault(each.set_name, []).append(each)
    return {name: members for name, members in found.items() if len(members) > 1}


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
