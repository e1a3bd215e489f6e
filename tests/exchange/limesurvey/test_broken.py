"""Broken, contradictory and hostile files: refused with a sentence, never a traceback."""

import pytest

from tests.exchange.limesurvey.reading import refusals
from tests.exchange.limesurvey.written import G, Q, document, lss, rows_of

GOOD = [
    G(
        "Gruppe",
        [Q("A", "L", answers={"A1": "eins", "A2": "zwei"}), Q("B", "M", subs={"S1": "eins"})],
    )
]
HEAD = b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>641</DBVersion>"
BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(98, 108)
    )
    + b"]><document>&k;</document>"
)


def _without(table):
    rows = rows_of(GOOD)
    rows.pop(table)
    return document("Survey", 641, ["de"], rows)


def _changed(table, number, version=641, **cells):
    rows = rows_of(GOOD, version)
    rows[table][number] = {**rows[table][number], **cells}
    return document("Survey", version, ["de"], rows)


def _again(table, number):
    rows = rows_of(GOOD)
    rows[table].append(rows[table][number])
    return document("Survey", 641, ["de"], rows)


def _with(**tables):
    return lss(GOOD, **tables)


BROKEN = {
    "empty file": (b"", "kein lesbares XML"),
    "plain text": (b"Hallo", "kein lesbares XML"),
    "cut off": (lss(GOOD)[:2000], "kein lesbares XML"),
    "wrong encoding": (b'<?xml version="1.0" encoding="utf-99"?><document/>', "kein lesbares XML"),
    "bytes that are no text": (
        HEAD + b"<surveys>\xff\xfe\xfa</surveys></document>",
        "kein lesbares XML",
    ),
    "null bytes": (b"\x00" * 1000, "kein lesbares XML"),
    "two roots": (lss(GOOD) + b"<document/>", "kein lesbares XML"),
    "entity bomb": (BOMB, "DTD oder Entitäten"),
    "external entity": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>',
        "DTD oder Entitäten",
    ),
    "a DTD alone": (b"<!DOCTYPE document><document/>", "DTD oder Entitäten"),
    "deep nesting": (b"<a>" * 100_000, "zu groß"),
    "too many elements": (b"<document>" + b"<a/>" * 600_001, "zu groß"),
    "archive": (b"PK\x03\x04rest", "Archiv mit Antworten"),
    "another XML": (b"<html><body/></html>", "LimeSurveyDocType ist „–“"),
    "label set": (document("Label set", 641, ["de"], {}), "LimeSurveyDocType ist „Label set“"),
    "no version": (
        b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>",
        "DBVersion ist „–“",
    ),
    "version too old": (lss(GOOD, version=99), "LimeSurvey liest Dateien ab 112"),
    "version no number": (document("Survey", "neu", ["de"], rows_of(GOOD)), "DBVersion ist „neu“"),
    "no surveys": (_without("surveys"), "Der Abschnitt „surveys“ fehlt oder ist leer"),
    "no groups": (_without("groups"), "Der Abschnitt „groups“ fehlt oder ist leer"),
    "no questions": (_without("questions"), "Der Abschnitt „questions“ fehlt oder ist leer"),
    "no texts": (_without("question_l10ns"), "kein Text"),
    "two answers, one code": (_again("answers", 0), "Frage A hat den Code „A1“ zweimal"),
    "answer without code": (
        _changed("answers", 0, code=""),
        "answers, row 1: Der Code „–“ ist kein Code",
    ),
    "unknown type": (
        _changed("questions", 0, type="Z"),
        "Den Fragetyp „Z“ gibt es nicht (Frage A)",
    ),
    "no type": (_changed("questions", 0, type=""), "Den Fragetyp „–“ gibt es nicht (Frage A)"),
    "no base language": (
        lss(GOOD, survey={"language": "fr"}),
        "In der Grundsprache „fr“ steht kein Text zu einer Frage",
    ),
    "a question without base text": (
        lss(
            [
                G(
                    "x",
                    [Q("A", "Y"), Q("B", "Y", {"en": "only"}, help={"en": ""}, script={"en": ""})],
                )
            ],
            languages=("de", "en"),
        ),
        "Frage B hat keinen Text in der Grundsprache „de“",
    ),
    "too many answers": (
        lss([G("x", [Q("A", "L", answers={f"A{n}": str(n) for n in range(10_001)})])]),
        "gelesen werden höchstens 10000",
    ),
    "nothing left": (lss([G("x", [Q("A", "|")])]), "Keine Frage bleibt übrig"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_a_sentence(name):
    content, sentence = BROKEN[name]

    errors = refusals(content)

    assert any(sentence in each for each in errors), errors


def test_all_mistakes_are_named_at_once():
    content = _changed("questions", 0, type="Z")

    errors = refusals(content.replace(b"[A1]", b"[A 1]"))

    assert len(errors) == 2
