"""What readers of plain German cannot use is found, and what they can use is left alone."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from surveyapp.questionnaire import catalogues, library
from surveyapp.questionnaire.rules import plain
from surveyapp.questionnaire.texts import neutral
from surveyapp.ui import wordings


@pytest.mark.parametrize(
    ("rule", "wording"),
    [
        ("Q100", "Kreuzen Sie hier an was Ihr Kind nach der Schule in der Woche alles macht."),
        ("Q101", "Das ist freiwillig. Sie können aufhören."),
        ("Q102", "Passen die Betreuungszeiten?"),
        ("Q103", "Das Alter des Kindes"),
        ("Q103", "Wegen der Arbeit"),
        ("Q103", "Die Hilfe unseres Kreises"),
        ("Q104", "Würden Sie das nutzen?"),
        ("Q104", "Was müsste besser sein?"),
        ("Q104", "Ihre Antworten werden sicher gespeichert."),
        ("Q104", "Dann wird der Brief gelesen."),
        ("Q104", "Hier wird Ihr Kind gut betreut."),
        ("Q104", "Fragen, die gestellt werden"),
        ("Q104", "Das wurde so gesagt."),
        ("Q104", "Das ist zu beachten."),
        ("Q104", "Das lässt sich ändern."),
        ("Q105", "Kita (z. B. Krippe)"),
        ("Q105", "Mutter und/oder Vater"),
        ("Q105", "5 Std. am Tag"),
        ("Q105", "bis 3 km"),
        ("Q105", "Ihr Geld – zum Beispiel"),
        ("Q105", "ca. 5 Tage"),
        ("Q108", "Haben Sie zwei Kinder?"),
        ("Q108", "Mehr als zwanzig Minuten"),
        ("Q109", "Das ist nicht unwichtig."),
        ("Q109", "Niemand kommt ohne Hilfe aus."),
        ("Q109", "Das geht nie nicht."),
    ],
)
def test_each_hard_thing_is_found_by_its_rule(rule, wording):
    assert rule in {found.partition(" ")[0] for found in plain.flaws(wording)}


@pytest.mark.parametrize(
    "wording",
    [
        "Möchten Sie mitmachen?",
        "Sie werden bald mehr Zeit haben.",
        "Bitte schreiben Sie keine Namen und keine Adressen.",
        "Ihr Kind wird 3 Jahre alt.",
        "Ist Ihr Kind einzig in der Gruppe?",
        "Betreuungs-Zeiten am Nach-Mittag",
        "Sie haben 2 Kinder.\nDas eine Kind ist klein.",
        "Das ist nicht gut und kein Platz ist frei.",
    ],
)
def test_what_is_plain_is_left_alone(wording):
    assert list(plain.flaws(wording)) == []


def our_texts():
    """Iterate over every wording in plain German with its place, a number where one is filled in."""
    for message in read_po(BytesIO(wordings.path_of("de-simple").read_bytes()), charset="utf-8"):
        forms = [message.string] if isinstance(message.string, str) else message.string
        if message.id:
            yield from ((str(message.id), re.sub(r"%\(\w+\)s", "5", each)) for each in forms)
    for id_ in library.ids():
        for place, text in catalogues.wordings(library.load(id_)):
            yield f"{id_} {place}", neutral(text)["de-simple"]


def test_every_text_of_ours_keeps_the_rules():
    found = [(place, flaw) for place, said in our_texts() for flaw in plain.flaws(said)]

    assert found == []


def test_every_text_of_ours_says_sie_and_splits_words_with_hyphens():
    informal = re.compile(r"\b(?:[Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich|[Ee]uch|[Ee]uer\w*)\b")

    assert [place for place, said in our_texts() if informal.search(said) or "·" in said] == []
