"""The forms a whole release can be had in; a further one is a further row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveyapp.exchange.released import geo, json_document, parquet, sheets, tables
from surveyapp.exchange.released.model import Whole

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its name in addresses, its file, whom it is for, and how it is written."""

    name: str
    #: End of the file's name.
    suffix: str
    media_type: str
    label: str
    purpose: str
    write: Callable[[Whole], bytes]
    #: Whether it is written by a process of its own, because it takes what computes.
    is_heavy: bool = False


FORMS: Mapping[str, Form] = {
    each.name: each
    for each in (
        Form(
            "xlsx", ".xlsx", XLSX, "Excel-Mappe (XLSX)",
            "Ein Blatt je Frage zum Lesen, alle Zahlen in einer Tabelle, Hinweise.",
            sheets.workbook, is_heavy=True,
        ),
        Form(
            "csv-excel", "-excel.csv", "text/csv; charset=utf-8", "CSV für deutsches Excel",
            "Semikolon und Dezimalkomma: öffnet sich mit einem Doppelklick richtig.",
            tables.german,
        ),
        Form(
            "csv", ".csv", "text/csv; charset=utf-8", "CSV nach Standard",
            "Komma und Dezimalpunkt (RFC 4180): für Statistikprogramme.",
            tables.standard,
        ),
        Form(
            "json", ".json", "application/json", "JSON",
            "Für Programme; das Schema beschreibt jedes Feld.",
            json_document.document,
        ),
        Form(
            "schema", ".schema.json", "application/schema+json", "JSON-Schema",
            "Beschreibt die JSON-Datei.",
            json_document.schema,
        ),
        Form(
            "geojson", ".geojson", "application/geo+json", "Karte (GeoJSON)",
            "Planungsräume und Gemeinden mit ihren Grenzen: für QGIS und andere Kartenprogramme.",
            geo.collection, is_heavy=True,
        ),
        Form(
            "parquet", ".parquet", "application/vnd.apache.parquet", "Parquet",
            "Spalten mit Typ und Codeplan: für R, Python und große Auswertungen.",
            parquet.columns, is_heavy=True,
        ),
    )
}  # fmt: skip
"""Name to form, in the order in which pages list them."""
