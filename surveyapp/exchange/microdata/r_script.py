"""A script for R that reads the rows, names the answers, marks what is missing and sets the design.

Every sign outside of ASCII is written as a number, so that the script runs whatever the machine speaks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from surveyapp.exchange.microdata.model import WEIGHT, Rows

FILE = "daten.csv"
_LAST_PLAIN = 0xFFFF


def script(rows: Rows) -> bytes:
    """Return the script."""
    return "\n".join(_lines(rows)).encode("ascii")


def _lines(rows: Rows) -> Iterator[str]:
    yield "# Liest daten.csv aus demselben Ordner. Ergebnis: daten, und mit dem Paket survey: design."
    yield f"daten <- read.csv({_text(FILE)}, check.names = FALSE)"
    missing = ", ".join(str(code) for code in rows.missing)
    yield f"fehlend <- c({missing})"
    yield f"names(fehlend) <- c({', '.join(_text(words) for words in rows.missing.values())})"
    yield "# Wie oft welche fehlende Angabe vorkommt, bevor sie zu NA wird:"
    yield "fehlend_je_merkmal <- sapply(daten, function(x) table(factor(x, fehlend, names(fehlend))))"
    for each in rows.variables:
        column = f"daten[[{_text(each.name)}]]"
        if each.labels:
            levels = ", ".join(str(code) for code in each.labels)
            words = ", ".join(_text(words) for words in each.labels.values())
            yield f"{column} <- factor({column}, levels = c({levels}), labels = c({words}))"
        else:
            yield f"{column}[{column} %in% fehlend] <- NA"
        yield f'attr({column}, "label") <- {_text(each.label)}'
    yield "# Schichten der Auswahl stehen nicht in den Daten: Standardfehler sind Näherungen.".replace(
        "ä", "ae"
    )
    yield 'if (requireNamespace("survey", quietly = TRUE)) {'
    yield f"  design <- survey::svydesign(ids = ~1, weights = ~{WEIGHT}, data = daten)"
    yield "}"
    yield ""


def _text(words: str) -> str:
    """Return words as R reads them; signs beyond the basic plane have no such spelling."""
    plain = "".join(sign if ord(sign) <= _LAST_PLAIN else "?" for sign in words)
    return json.dumps(plain)
