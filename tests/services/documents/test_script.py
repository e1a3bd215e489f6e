"""The texts of the documents are read as they are written; a slip names file, place and cure."""

from __future__ import annotations

import pytest

from surveyapp.services.documents.model import Bullets, Heading, Lines, Paragraph, Table
from surveyapp.services.documents.script import Said, ScriptError, read

TABLE = Table("Fristen", ("Was",), (("Antworten",),))
SAID = Said({"offen": True, "codes": False}, {"k": "25"}, {"fristen": TABLE})


def blocks(*lines):
    return read("probe", "\n".join(("# Titel", "", *lines)), SAID)[1]


def test_every_kind_of_line_becomes_its_block():
    found = blocks(
        *("## Eins", "Ein Satz", "geht weiter.", "", "Noch einer mit {k}.", "* a", "* b"),
        *("/ Zeile eins.", "/ Zeile zwei.", "", "Tabelle: Rollen", "| Wer | Was |", "| A | B |"),
        "[tabelle fristen]",
    )

    assert found == (
        Heading("Eins"),
        Paragraph("Ein Satz geht weiter."),
        Paragraph("Noch einer mit 25."),
        Bullets(("a", "b")),
        Lines(("Zeile eins.", "Zeile zwei.")),
        Table("Rollen", ("Wer", "Was"), (("A", "B"),)),
        TABLE,
    )


def test_conditions_choose_their_lines_also_inside_each_other():
    found = blocks(
        *("[wenn offen]", "offen", "[wenn codes]", "beides", "[sonst]", "ohne Codes", "[ende]"),
        *("[sonst]", "geschlossen", "[ende]", "", "[wenn nicht codes]", "keine", "[ende]"),
    )

    assert found == (Paragraph("offen ohne Codes"), Paragraph("keine"))


def test_a_line_may_begin_with_a_blank():
    assert blocks("[bitte ergänzen: Ort]") == (Paragraph("[bitte ergänzen: Ort]"),)


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("[wenn zu]", "'zu' is none of codes, offen"),
        ("[wenn offen]", "write [ende]"),
        ("[ende]", "without [wenn …] before it"),
        ("[tabelle nichts]", "there are fristen"),
        ("{unbekannt}", "none of k"),
    ],
)
def test_a_slip_names_the_text_and_the_cure(line, cure):
    with pytest.raises(ScriptError) as refused:
        blocks(line)

    assert "probe" in str(refused.value)
    assert cure in str(refused.value)


def test_a_text_without_a_title_is_refused():
    with pytest.raises(ScriptError, match="begins without a title"):
        read("probe", "## Eins", SAID)
