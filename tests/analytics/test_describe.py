from dataclasses import replace

import pytest

from analytics import describe
from analytics.released import Cell, Flag, Measure
from tests import builders_release as builders


def cell(value, low=None, high=None, flag=Flag.PLAIN, measure=Measure.SHARE):
    return Cell(measure, "need.x", "county", "16065", "1", value, low, high, 1230, flag)


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (1230, 0, "1.230"),
        (3.44, 1, "3,4"),
        (-30, 0, "−30"),
        (-0.2, 0, "0"),
        (1234567.5, 1, "1.234.567,5"),
    ],
)
def test_numbers_are_written_as_germans_write_them(value, decimals, words):
    assert describe.number(value, decimals) == words


def test_a_share_carries_its_interval():
    words = describe.with_interval(cell(0.43, 0.37, 0.49))

    assert words == "43\u00a0% (37 bis 49\u00a0%)"


@pytest.mark.parametrize(
    ("flag", "words"), [(Flag.BELOW, "unter 3\u00a0%"), (Flag.ABOVE, "über 97\u00a0%")]
)
def test_shares_at_the_edges_are_not_shown_exactly(flag, words):
    assert describe.value_words(cell(0.01, 0.0, 0.03, flag)) == words


def test_a_hidden_figure_says_that_there_were_too_few_answers():
    hidden = replace(cell(0.1, 0.0, 0.2, Flag.TOO_FEW), value=None, n=None)

    assert describe.with_interval(hidden) == "zu wenige Antworten"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kyffhäuserkreis", "im Kyffhäuserkreis"),
        ("Ilm-Kreis", "im Ilm-Kreis"),
        ("Altenburger Land", "im Altenburger Land"),
        ("Eichsfeld", "im Eichsfeld"),
        ("Gotha", "im Landkreis Gotha"),
        ("Jena, Stadt", "in Jena"),
        ("Landkreis Greiz", "im Landkreis Greiz"),
    ],
)
def test_a_county_stands_with_the_right_preposition(name, words):
    about = replace(builders.release()[1], county_name=name)

    assert describe.in_county(about) == words


def test_an_indicator_speaks_its_own_sentence():
    table, about = builders.release()
    found = table.get(Measure.SHARE, "need.play", "county", builders.COUNTY, "1")
    topic = next(t for t in about.topics if t.id == "need.play")

    sentence = describe.indicator_sentence(topic, found, about)

    assert sentence == (
        "34\u00a0% (31 bis 37\u00a0%) der Familien fehlt im Kyffhäuserkreis ein Spielplatz in der Nähe."
    )


def test_the_source_says_what_is_simulated_and_what_is_invented():
    about = builders.release()[1]

    source = describe.source_words(about, ["kita", "playground"])

    assert "simulierte Antworten" in source
    assert "Beispiel: Orte der Art „Kita“ sind erfunden" in source
    assert "Spielplatz" not in source
