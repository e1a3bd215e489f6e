"""From the tables of a hand-in to places and offers, or to every fault in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from surveyapp.inventory.cells import Mistake
from surveyapp.inventory.rows import (
    APPROVED,
    TAKEN,
    USABLE,
    Count,
    CountyLists,
    Fault,
    Note,
    OfferRow,
    PlaceRow,
    Sheet,
    Stock,
)
from surveyapp.inventory.tables import (
    OFFERS,
    PLACES,
    TABLES,
    ReadRow,
    header_findings,
    read_rows,
    table_of,
)

COUNT_COLUMNS = {
    "plaetze_genehmigt": APPROVED,
    "plaetze_nutzbar": USABLE,
    "plaetze_belegt": TAKEN,
}
IN_DEGREES = {"lon": (5.0, 16.0), "lat": (47.0, 56.0)}
"""Where Germany lies; tells swapped coordinates and metres from misplaced points."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    lists: CountyLists
    rows: dict[str, list[ReadRow]] = field(default_factory=lambda: {name: [] for name in TABLES})
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_stock(sheets: Iterable[Sheet], lists: CountyLists) -> Stock | tuple[Fault, ...]:
    """Read all tables together; one fault anywhere, and only faults come back."""
    reading = _Reading(lists)
    for sheet in sheets:
        _read_sheet(sheet, reading)
    places = _grouped(reading)
    place_keys = lists.place_keys | places.keys()
    _check_offers(reading, place_keys)
    if not reading.faults and not any(reading.rows.values()):
        reading.faults.append(NOTHING_INSIDE)
    if reading.faults:
        return tuple(sorted(reading.faults, key=lambda fault: (fault.sheet, fault.row)))
    return Stock(
        places=tuple(_place(rows, lists) for rows in places.values()),
        offers=tuple(_offer(row, lists) for row in reading.rows[OFFERS]),
        notes=tuple(reading.notes),
    )


NOTHING_INSIDE = Fault(
    sheet="",
    row=0,
    column="",
    value="",
    reason="Die Datei enthält keine Zeile mit Bestand oder Angeboten.",
    cure="Nutzen Sie die Vorlage und lassen Sie die erste Zeile mit den Spaltennamen stehen.",
)


def _read_sheet(sheet: Sheet, reading: _Reading) -> None:
    table = table_of(sheet)
    if table is None:
        sentence = f"„{sheet.name}“ hat keine bekannten Spalten und wird nicht gelesen."
        reading.notes.append(Note(sheet.name, sheet.header.number, "", sentence))
        return
    faults, notes = header_findings(sheet, TABLES[table])
    reading.notes += notes
    reading.faults += faults
    if faults:
        # Without its columns every row would be wrong for the same reason.
        return
    for row, row_faults in read_rows(sheet, TABLES[table], reading.lists):
        reading.faults += row_faults
        if not row.is_aligned:
            continue
        reading.rows[table].append(row)
        for check in ROW_CHECKS[table]:
            _sort(check(row, reading.lists), reading)


def _sort(findings: Iterable[Fault | Note], reading: _Reading) -> None:
    for finding in findings:
        if isinstance(finding, Fault):
            reading.faults.append(finding)
        else:
            reading.notes.append(finding)


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
    ags = _municipality(row)
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
        name = lists.municipalities[_municipality(row) or ""]
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

PLACE_FIELDS = (
    "art", "name", "traeger", "gemeinde_ags", "gemeinde", "laenge", "breite", "stufenlos",
    "gueltig_ab", "gueltig_bis", "quelle", "beispiel",
)  # fmt: skip
"""Columns in which all rows of one place must agree."""


def _grouped(reading: _Reading) -> dict[str, list[ReadRow]]:
    """Put the rows of each place together: one for every age group and key date."""
    places: dict[str, list[ReadRow]] = {}
    for row in reading.rows[PLACES]:
        if "schluessel" in row.values:
            places.setdefault(row.values["schluessel"], []).append(row)
    for rows in places.values():
        reading.faults += _doubled_counts(rows)
        for first, second in pairwise(rows):
            reading.faults += _contradictions(first, second)
    return places


def _doubled_counts(rows: Sequence[ReadRow]) -> Iterator[Fault]:
    seen: dict[tuple[object, object], ReadRow] = {}
    for row in rows:
        what = (row.values.get("altersgruppe"), row.values.get("stichtag"))
        if what in seen:
            yield row.fault("schluessel", _doubled(seen[what]))
        seen.setdefault(what, row)


def _contradictions(first: ReadRow, second: ReadRow) -> Iterator[Fault]:
    for column in PLACE_FIELDS:
        if first.values.get(column) != second.values.get(column):
            mistake = Mistake(
                f"Zeile {first.number} nennt für denselben Schlüssel etwas anderes.",
                "Geben Sie jedem Ort einen eigenen Schlüssel oder gleichen Sie die Zeilen an.",
            )
            yield second.fault(column, mistake)


def _doubled(first: ReadRow) -> Mistake:
    return Mistake(
        f"Der Schlüssel steht schon in Zeile {first.number} ({first.sheet}).",
        "Geben Sie jeder Zeile einen eigenen Schlüssel. Nur wenn ein Ort Plätze für mehrere "
        "Altersgruppen oder Stichtage hat, wiederholen Sie ihn.",
    )


def _check_offers(reading: _Reading, place_keys: frozenset[str]) -> None:
    seen: dict[str, ReadRow] = {}
    for row in reading.rows[OFFERS]:
        key = row.values.get("schluessel")
        if key in seen:
            reading.faults.append(row.fault("schluessel", _doubled(seen[key])))
        elif key:
            seen[key] = row
        place_key = row.values.get("einrichtung_schluessel")
        if place_key and place_key not in place_keys:
            mistake = Mistake(
                "Eine Einrichtung mit diesem Schlüssel gibt es im Bestand nicht.",
                "Prüfen Sie den Schlüssel oder nehmen Sie die Einrichtung zuerst in den Bestand auf.",
            )
            reading.faults.append(row.fault("einrichtung_schluessel", mistake))


def _municipality(row: ReadRow) -> str | None:
    return row.values.get("gemeinde_ags") or row.values.get("gemeinde")


def _place(rows: Sequence[ReadRow], lists: CountyLists) -> PlaceRow:
    values, ags = rows[0].values, _municipality(rows[0]) or ""
    return PlaceRow(
        key=values["schluessel"],
        type=values["art"],
        name=values["name"],
        carrier=values["traeger"],
        municipality_ags=ags,
        lon=values["laenge"],
        lat=values["breite"],
        position_quality=str(lists.judge_position(ags, values["laenge"], values["breite"])),
        steps_free=values["stufenlos"],
        source=values["quelle"],
        is_example=values["beispiel"],
        valid_from=values["gueltig_ab"],
        valid_to=values["gueltig_bis"],
        counts=tuple(count for row in rows for count in _counts(row)),
    )


def _counts(row: ReadRow) -> Iterator[Count]:
    for column, kind in COUNT_COLUMNS.items():
        number = row.values[column]
        if number is not None:
            yield Count(row.values["altersgruppe"], kind, row.values["stichtag"], number)


def _offer(row: ReadRow, lists: CountyLists) -> OfferRow:
    values = row.values
    usual = lists.types[values["art"]]
    return OfferRow(
        key=values["schluessel"],
        type=values["art"],
        title=values["titel"],
        carrier=values["traeger"],
        place_key=values["einrichtung_schluessel"],
        areas=values["gebiete"] or (),
        prevention_level=values["praeventionsstufe"],
        life_stages=values["lebensphasen"] or usual.life_stages,
        fields=values["handlungsfelder"] or usual.fields,
        target_groups=values["zielgruppen"],
        languages=values["sprachen"],
        source=values["quelle"],
        is_example=values["beispiel"],
        valid_from=values["gueltig_ab"],
        valid_to=values["gueltig_bis"],
    )
