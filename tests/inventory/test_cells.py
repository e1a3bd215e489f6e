"""What one cell means, and what is said when it means nothing."""

from datetime import date

import pytest

from surveyapp.inventory import cells, lists
from surveyapp.inventory.cells import Mistake
from tests.inventory.builders import county_lists

KNOWN = county_lists()


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.whole_number, "45", 45),
        (cells.whole_number, "45,0", 45),
        (cells.whole_number, "0", 0),
        (cells.degrees, "10,8719", 10.8719),
        (cells.degrees, "10.8719", 10.8719),
        (cells.degrees, "-3", -3.0),
        (cells.day, "01.03.2026", date(2026, 3, 1)),
        (cells.day, "1.3.2026", date(2026, 3, 1)),
        (cells.day, "2026-03-01", date(2026, 3, 1)),
        (cells.last_day, "31.07.2026", date(2026, 8, 1)),
        (cells.age_group, "0 bis 2", "0-2"),
        (cells.age_group, "3–5 Jahre", "3-5"),
        (cells.age_group, "6-9", "6-9"),
        (cells.facility_type, "KITA", "kita"),
        (cells.facility_type, "Kitas", "kita"),
        (cells.facility_type, "primary_school", "primary_school"),
        (cells.facility_type, "Spielplaetze", "playground"),
        (cells.municipality_key, "16065067", "16065067"),
        (cells.municipality_name, "Sondershausen", "16065067"),
        (cells.municipality_name, "greussen, stadt", "16065089"),
        (cells.areas, "Süden, N", ("S", "N")),
        (cells.areas, "alle", ()),
        (cells.text(5), "  a   b ", "a b"),
        (cells.codes_of(lists.life_stages), "L1; 3 Jahre bis Schuleintritt|L1", ("L1", "L2")),
        (cells.codes_of(lists.languages), "Ukrainisch, de", ("uk", "de")),
        (cells.code_of(lists.prevention_levels), "universell", "universal"),
        (cells.one_of({"ja": True}), "Ja", True),
    ],
)
def test_a_cell_means(read, cell, value):
    assert read(cell, KNOWN) == value


@pytest.mark.parametrize(
    ("read", "cell", "reason", "cure"),
    [
        (cells.whole_number, "-3", "negativ", "0 oder"),
        (cells.whole_number, "1.200", "keine ganze Zahl", "ohne Punkt"),
        (cells.whole_number, "45 Plätze", "keine ganze Zahl", "nur Ziffern"),
        (cells.degrees, "10° 52'", "keine Koordinate", "Dezimalgrad"),
        (cells.degrees, "nan", "keine Koordinate", "Dezimalgrad"),
        (cells.day, "31.02.2026", "kein gültiges Datum", "01.03.2026"),
        (cells.day, "01.03.26", "kein gültiges Datum", "vier Ziffern"),
        (cells.day, "01.03.0026", "kein gültiges Datum", "vier Ziffern"),
        (cells.age_group, "03. Mai", "keine Altersgruppe", "Excel ein Datum"),
        (cells.age_group, "5 bis 3", "keine Altersgruppe", "0 bis 2"),
        (cells.facility_type, "Kindergarten-Bus", "nicht bekannt", "Schreiben Sie „Kita“"),
        (cells.facility_type, "Familienzentrun", "nicht bekannt", "Meinten Sie „Familienzentrum“?"),
        (cells.municipality_key, "16051000", "gehört nicht zu: Kyffhäuserkreis", "2024"),
        (cells.municipality_key, "1606", "8 Ziffern", "gemeinde"),
        (cells.municipality_name, "Sondershaußen", "gibt es nicht", "„Sondershausen, Stadt“?"),
        (cells.areas, "Norden, Westen", "„Westen“", "„Norden“ oder „Süden“"),
        (cells.text(5), "zu lang", "7 Zeichen", "höchstens 5"),
        (cells.text(5), "a\x00b", "Steuerzeichen", "neu ein"),
        (cells.codes_of(lists.languages), "Klingonisch", "„Klingonisch“", "„Deutsch“"),
        (cells.one_of({"ja": 1, "nein": 0}), "x", "nicht vorgesehen", "„ja“ oder „nein“"),
    ],
)
def test_a_wrong_cell_says_why_and_what_to_do(read, cell, reason, cure):
    mistake = read(cell, KNOWN)

    assert isinstance(mistake, Mistake)
    assert reason in mistake.reason
    assert cure in mistake.cure
