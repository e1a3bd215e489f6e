"""Files of translations as other programs and people leave them."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from surveyapp.exchange.translations import po, xliff
from surveyapp.exchange.translations.model import FileFault, Outgoing, Row
from surveyapp.services.translation_files import FORMATS, read_translations

UNIT = '<xliff version="2.0" trgLang="uk"><file><unit name="k">{}</unit></file></xliff>'


def of_xliff(inside):
    """Return the only line of an XLIFF file with one unit."""
    [line] = xliff.read(UNIT.format(inside).encode()).lines
    return line


def of_file(folder, content, name):
    path = folder / name
    path.write_bytes(content)
    return read_translations(path, name)


def written(hint="", german="Bis 20 % der Zeit"):
    row = Row("question/a:text", "Seite", german, hint, "", "abc123")
    return po.write(Outgoing("Familien", "uk", "Ukrainisch", False, (row,)))


# XLIFF


def test_blanks_between_segments_stay_where_a_program_gave_them_no_target():
    line = of_xliff(
        "<segment><source>Eins.</source><target>Один.</target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment><source>Zwei.</source><target>Два.</target></segment>"
    )

    assert (line.german, line.said) == ("Eins. Zwei.", "Один. Два.")


def test_segments_a_translator_moved_come_in_their_new_order():
    line = of_xliff(
        '<segment><source>Eins.</source><target order="3">Один.</target></segment>'
        "<ignorable><source> </source><target> </target></ignorable>"
        '<segment><source>Zwei.</source><target order="1">Два.</target></segment>'
    )

    assert (line.german, line.said) == ("Eins. Zwei.", "Два. Один.")


def test_half_a_translation_is_doubtful():
    half = of_xliff(
        "<segment><source>Eins. </source><target>Один. </target></segment>"
        "<segment><source>Zwei.</source></segment>"
    )
    nothing = of_xliff("<segment><source>Eins.</source></segment>")

    assert (half.said, half.is_doubtful) == ("Один. ", True)
    assert (nothing.said, nothing.is_doubtful) == ("", False)


@pytest.mark.parametrize(("state", "said"), [("initial", ""), ("translated", "Kita")])
def test_german_that_a_program_copied_is_no_translation_until_somebody_says_so(state, said):
    segment = f'<segment state="{state}"><source>Kita</source><target>Kita</target></segment>'

    assert of_xliff(segment).said == said


def test_units_inside_of_units_are_nobodys():
    inner = "<unit><segment><target>x</target></segment></unit>"

    assert of_xliff(f"<segment><source>Ja</source></segment>{inner}").said == ""


# PO


def test_an_entry_that_stands_twice_comes_in_twice():
    entry = 'msgctxt "k"\nmsgid "Ja"\nmsgstr "{}"\n\n'

    lines = po.read((entry.format("") + entry.format("Так")).encode()).lines

    assert [each.said for each in lines] == ["", "Так"]


@pytest.mark.parametrize(
    "header",
    [
        "Plural-Forms: nplurals=999999999; plural=n;",
        "PO-Revision-Date: gestern",
        "Content-Type: text/plain; charset=CHARSET",
    ],
)
def test_a_header_that_says_odd_things_harms_nothing(header):
    content = f"""msgid ""
msgstr ""
"{header}\\n"

msgid "a"
msgid_plural "b"
msgstr[0] "c"
msgstr[1] "d"
msgstr[2] "e"

msgid "Ja"
msgstr "Так"
"""

    assert [each.said for each in po.read(content.encode()).lines] == ["Так"]


def test_a_percent_sign_is_no_format_of_a_programming_language():
    assert b"format" not in written()
    assert b"format" not in written(german="Wie alt ist {item}?")


def test_a_date_in_a_hint_is_not_taken_for_what_stood_there():
    [line] = po.read(written("Vorher: Kosten\nStand: 2026")).lines

    assert line.before == "abc123"


# Tables


def of_table(folder, *rows):
    text = "\r\n".join(";".join(row) for row in rows)
    return of_file(folder, text.encode("utf-8-sig"), "x.csv")


def test_a_column_of_notes_is_not_taken_for_the_translations(tmp_path):
    found = of_table(
        tmp_path,
        ("Schlüssel", "Deutsch", "Übersetzungshilfe", "Übersetzung: Ukrainisch (uk)"),
        ("k", "Ja", "bitte kurz", "Так"),
    )

    assert [each.said for each in found.lines] == ["Так"]


def test_two_columns_of_translations_are_asked_about(tmp_path):
    target = "Übersetzung: Ukrainisch (uk)"

    found = of_table(tmp_path, ("Schlüssel", target, target), ("k", "alt", "neu"))

    assert "zwei Spalten" in found


def test_letters_that_excel_turned_into_question_marks_are_refused_as_a_whole(tmp_path):
    text = "Schlüssel;Deutsch;Übersetzung: Ukrainisch (uk)\r\nk;Ja, gern;???, ?????\r\n"

    found = of_file(tmp_path, text.encode("cp1252"), "x.csv")

    assert "Fragezeichen" in found
    assert ".xlsx" in found


def test_a_table_of_windows_with_all_its_letters_is_taken(tmp_path):
    text = "Schlüssel;Deutsch;Übersetzung: Englisch (en)\r\nk;Ja?;Yes?\r\n"

    found = of_file(tmp_path, text.encode("cp1252"), "x.csv")

    assert [each.said for each in found.lines] == ["Yes?"]


def test_ends_of_lines_that_excel_spells_out_are_ends_of_lines(tmp_path):
    book = Workbook()
    book.worksheets[0].append(["Schlüssel", "Deutsch", "Übersetzung: Ukrainisch (uk)"])
    book.worksheets[0].append(["k", "Eins\nZwei", "Один_x000D_\nДва"])
    stream = BytesIO()
    book.save(stream)

    found = of_file(tmp_path, stream.getvalue(), "x.xlsx")

    assert [each.said for each in found.lines] == ["Один\nДва"]


def test_no_lines_is_a_fault_of_its_own():
    assert po.read(b'msgid ""\nmsgstr ""\n') is FileFault.NO_LINES


@pytest.mark.parametrize("suffix", ["xlsx", "xlf", "po"])
def test_a_file_says_which_questionnaire_it_is_of(tmp_path, suffix):
    row = Row("question/a:text", "Seite", "Ja", "", "", "abc123")
    outgoing = Outgoing("Familien", "uk", "Ukrainisch", False, (row,), "familie-neu")

    found = of_file(tmp_path, FORMATS[suffix].write(outgoing), f"x.{suffix}")

    assert (found.questionnaire, found.lines[0].before) == ("familie-neu", "abc123")
