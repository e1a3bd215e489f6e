"""Small tables and lists for tests of hand-ins."""

from surveyapp.inventory import lists
from surveyapp.inventory.columns import OFFER_COLUMNS, PLACE_COLUMNS
from surveyapp.inventory.rows import CountyLists, KnownType, Sheet, SheetRow

PLACE = {
    "schluessel": "kita-1",
    "art": "Kita",
    "name": "Kita Beispielweg 1",
    "gemeinde": "Sondershausen",
    "laenge": "10,8719",
    "breite": "51,3684",
}
OFFER = {
    "schluessel": "a-1",
    "titel": "Krabbelgruppe",
    "art": "Familienzentrum",
    "gebiete": "alle",
}


def judge(_ags, lon, _lat):
    """Judge by eye: west of 10.5 is outside, east of 11 another municipality."""
    if lon < 10.5:
        return "outside"
    return "mismatch" if lon > 11 else "ok"


def county_lists(**changes):
    """Return the lists of a small county."""
    known = {
        "county_name": "Kyffhäuserkreis",
        "types": {
            one.code: KnownType(one.code, one.label, (one.plural,), one.fields, one.life_stages)
            for one in lists.facility_types().values()
        },
        "municipalities": {"16065067": "Sondershausen, Stadt", "16065089": "Greußen, Stadt"},
        "areas": {"N": "Norden", "S": "Süden"},
        "judge_position": judge,
    }
    return CountyLists(**{**known, **changes})


def places(*rows, **changes):
    """Return a table of places: one plain row with changes, or the rows given."""
    return _sheet("bestand.csv", PLACE_COLUMNS, [{**PLACE, **row} for row in rows or [changes]])


def offers(*rows, **changes):
    """Return a table of offers: one plain row with changes, or the rows given."""
    return _sheet("angebote.csv", OFFER_COLUMNS, [{**OFFER, **row} for row in rows or [changes]])


def _sheet(name, columns, rows):
    header = tuple(column.name for column in columns)
    return Sheet(
        name,
        SheetRow(1, header),
        tuple(
            SheetRow(number, tuple(row.get(column, "") for column in header))
            for number, row in enumerate(rows, start=2)
        ),
    )
