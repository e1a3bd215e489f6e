"""From the tables of a hand-in to places and offers, or to every fault in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from surveyapp.inventory.cells import Mistake
from surveyapp.inventory.row_checks import COUNT_COLUMNS, ROW_CHECKS, municipality_of
from surveyapp.inventory.rows import (
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


PLACE_FIELDS = (
    "art", "name", "traeger", "gemeinde_ags", "gemeinde", "laenge", "breite", "stufenlos",
    "oeffnungszeiten", "ferien_offen", "sprachen",
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


def _place(rows: Sequence[ReadRow], lists: CountyLists) -> PlaceRow:
    values, ags = rows[0].values, municipality_of(rows[0]) or ""
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
        opening_hours=values["oeffnungszeiten"],
        in_holidays=values["ferien_offen"],
        languages=values["sprachen"],
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
