"""What explains the rows to people: a text to read first, the code plan and the report of the risk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from surveyapp.exchange.microdata.model import Rows
from surveyapp.exchange.microdata.plain import HEADINGS, codebook_lines
from surveyapp.exchange.plain_page import plain_page, plain_table


def read_first(rows: Rows) -> bytes:
    """Return the text that says what lies here and what may be done with it."""
    lines = [rows.title, "=" * len(rows.title), ""]
    lines += [f"{heading}: {words}" for heading, words in rows.about]
    lines += ["", "Dateien", "-------", *(f"{name}: {words}" for name, words in FILES.items())]
    lines += ["", *RULES]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


FILES = {
    "daten.sav, daten.sps": "für SPSS; die Syntax öffnet die Datei, gewichtet und nennt Mehrfachfragen",
    "daten.dta": "für Stata; .a trifft nicht zu, .b keine Angabe, .c nicht beantwortet, .d zurückgehalten",
    "daten.csv, codeplan.csv, codeplan.html": "für jedes Programm: Codes mit Komma, Codeplan dazu",
    "daten.R": "für R: liest daten.csv, benennt Antworten, setzt Fehlendes und das Design",
    "daten.parquet": "für Python, R und große Auswertungen",
    "fragebogen-ddi.xml": "der ganze Fragebogen als DDI-Codebook 2.5, auch was hier nicht steht",
    "risikobericht.html": "wie die Daten geschützt wurden und was das gekostet hat",
}

RULES = (
    "Was gilt",
    "--------",
    "Die Daten sind nur für die genannte Stelle und den genannten Zweck.",
    "Wer versucht, eine Familie zu erkennen, bricht den Vertrag.",
    "Jede Zeile ist eine Familie. Die Reihenfolge ist zufällig, Nummern gibt es nicht.",
    "Antworten zu einzelnen Kindern und Erwachsenen, Freitexte und Kontaktwünsche stehen nicht darin.",
    "Das Gewicht ist das Mittel aller Familien mit denselben Schlüsselmerkmalen.",
    "Schichten der Auswahl stehen nicht darin: Standardfehler sind Näherungen.",
    "Es gelten die freigegebenen Zahlen.",
    "Zahlen aus diesen Daten für weniger als 10 Familien bitte nicht veröffentlichen.",
)


def codebook_page(rows: Rows) -> bytes:
    """Return the code plan to be read."""
    return plain_page(f"Codeplan: {rows.title}", _table("Merkmale", HEADINGS, codebook_lines(rows)))


def risk_page(rows: Rows) -> bytes:
    """Return the report of the risk to be read."""
    parts = [
        line
        for heading, lines in rows.report
        for line in _table(heading, ("Was", "Wie viel"), lines)
    ]
    return plain_page(f"Risikobericht: {rows.title}", parts)


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Iterate over the lines of a table of words."""
    return plain_table(caption, headings, ([escape(each) for each in row] for row in rows))
