"""What is checked in each row of a hand-in: dates, keys, positions and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from surveyapp.inventory.cells import Mistake
from surveyapp.inventory.rows import (
    APPROVED,
    TAKEN,
    USABLE,
    CountyLists,
    Fault,
    Note,
)
from surveyapp.inventory.tables import (
    OFFERS,
    PLACES,
    ReadRow,
)

COUNT_COLUMNS = {
    "plaetze_genehmigt": APPROVED,
    "plaetze_nutzbar": USABLE,
    "plaetze_belegt": TAKEN,
}

IN_DEGREES = {"lon": (5.0, 16.0), "lat": (47.0, 56.0)}
"""Where Germany lies; tells swapped coordinates and metres from misplaced points."""

Findings = Iterator[Fault | Note]

Check = Callable[[ReadRow, CountyLists], Findings]


def _check_validity(row: ReadRow, _lists: CountyLists) -> Findings:
    start, end = row.values.get("gueltig_ab"), row.values.get("gueltig_bis")
    if start and end and end <= start:
        yield row.fault(
            "gueltig_bis",
            Mistake("Das Ende liegt vor dem Anfang.", "Prüfen Sie „gueltig_ab“ und „gueltig_bis“."),
        )


def _check_municipality(row: ReadRow, lists: CountyLists) -> Findings:
    by_key, by_name = row.values.get("gemeinde_ags"), row.values.get("gemeinde")
    if not {"gemeinde_ags", "gemeinde"} & row.written.keys():
        yield row.fault(
            "gemeinde_ags",
            Mistake("Die Gemeinde fehlt.", "Füllen Sie „gemeinde_ags“ oder „gemeinde“ aus."),
        )
    elif by_key and by_name and by_key != by_name:
        yield row.fault(
            "gemeinde",
            Mistake(
                f"Der Schlüssel {by_key} gehört zu „{lists.municipalities[by_key]}“.",
                "Prüfen Sie, was stimmt, und lassen Sie das andere leer.",
            ),
        )


def _check_position(row: ReadRow, lists: CountyLists) -> Findings:
    lon, lat = row.values.get("laenge"), row.values.get("breite")
    ags = municipality_of(row)
    if lon is None or lat is None:
        return
    mistake = _wrong_degrees(lon, lat)
    if mistake:
        yield row.fault("laenge", mistake)
    elif ags:
        yield from _judged(row, lists, lists.judge_position(ags, lon, lat))


def _wrong_degrees(lon: float, lat: float) -> Mistake | None:
    if _is_within("lon", lon) and _is_within("lat", lat):
        return None
    if _is_within("lon", lat) and _is_within("lat", lon):
        return Mistake(
            "Länge und Breite sind vertauscht.",
            "In „laenge“ gehört die Zahl um 10 bis 12, in „breite“ die um 50 bis 51.",
        )
    if abs(lon) > 1000 or abs(lat) > 1000:
        return Mistake(
            "Das sind Meter (UTM oder Gauß-Krüger), keine Grad.",
            "Rechnen Sie die Koordinaten in Dezimalgrad um (WGS 84, EPSG:4326).",
        )
    return Mistake(
        "Der Punkt liegt nicht in Deutschland.",
        "Prüfen Sie „laenge“ (5 bis 16) und „breite“ (47 bis 56).",
    )


def _is_within(axis: str, value: float) -> bool:
    low, high = IN_DEGREES[axis]
    return low <= value <= high


def _judged(row: ReadRow, lists: CountyLists, position: str) -> Findings:
    if position == "outside":
        yield row.fault(
            "laenge",
            Mistake(
                f"Der Punkt liegt außerhalb von: {lists.county_name}.",
                "Prüfen Sie die Koordinaten, zum Beispiel auf einen Zahlendreher.",
            ),
        )
    elif position == "mismatch":
        name = lists.municipalities[municipality_of(row) or ""]
        yield row.note(
            "laenge",
            f"Der Punkt liegt nicht in „{name}“. Er wurde übernommen und als unsicher markiert.",
        )


def _check_counts(row: ReadRow, _lists: CountyLists) -> Findings:
    counts = {kind: row.values.get(column) for column, kind in COUNT_COLUMNS.items()}
    if any(number is not None for number in counts.values()) and not row.values.get("stichtag"):
        if "stichtag" not in row.written:
            yield row.fault(
                "stichtag",
                Mistake(
                    "Zu den Plätzen fehlt der Stichtag.",
                    "Tragen Sie ein, für welchen Tag die Zahlen gelten, zum Beispiel 01.03.2026.",
                ),
            )
        return
    approved, usable, taken = counts[APPROVED], counts[USABLE], counts[TAKEN]
    if approved is not None and usable is not None and usable > approved:
        yield row.note("plaetze_nutzbar", "Es sind mehr Plätze nutzbar als genehmigt.")
    if approved is not None and taken is not None and taken > approved:
        yield row.note("plaetze_belegt", "Es sind mehr Plätze belegt als genehmigt.")


def _check_where(row: ReadRow, _lists: CountyLists) -> Findings:
    if not {"einrichtung_schluessel", "gebiete"} & row.written.keys():
        yield row.fault(
            "gebiete",
            Mistake(
                "Es fehlt, wo es das Angebot gibt.",
                "Nennen Sie die Einrichtung oder die Planungsräume; „alle“ steht für den "
                "ganzen Landkreis.",
            ),
        )


ROW_CHECKS: Mapping[str, Sequence[Check]] = {
    PLACES: (_check_municipality, _check_position, _check_counts, _check_validity),
    OFFERS: (_check_where, _check_validity),
}
"""Rules that need more than one cell of a row."""


def municipality_of(row: ReadRow) -> str | None:
    """Return the key of the municipality a row names."""
    return row.values.get("gemeinde_ags") or row.values.get("gemeinde")
