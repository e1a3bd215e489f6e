from dataclasses import replace

import pytest

from analytics import describe, sources
from analytics.released import Cell, Flag, Measure, SupplyNote
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

    rests_on = sources.supply(Measure.COUNT, "kita", "playground", survey=True)
    source = sources.source_words(about, rests_on)

    assert "simulierte Antworten" in source
    assert "Beispiel: Orte und Angebote der Art „Kita“ sind erfunden" in source
    assert "Spielplatz" not in source


def test_the_source_names_only_what_a_figure_rests_on():
    lines = ("GeoBasis-DE / BKG", "Statistisches Bundesamt", "Statistische Ämter", "JedeSchule.de")
    about = replace(
        builders.release()[1], sources=lines, type_sources={"school": ("JedeSchule.de",)}
    )

    assert sources.source_words(about, sources.supply(Measure.REACH, "school")) == (
        "Statistische Ämter; JedeSchule.de"
    )
    assert sources.source_words(about, sources.supply(Measure.PER_100, "kita")) == (
        "Statistisches Bundesamt; Beispiel: Orte und Angebote der Art „Kita“ sind erfunden"
    )


def test_the_source_says_how_old_places_are_and_how_ways_were_measured():
    note = SupplyNote(
        14, 11, "2026-03-01", "2026-03-01", 0, "km", "Stand: März 2026", "Wege: Luftlinie"
    )
    about = replace(builders.release()[1], supply_notes={"school": note})

    said = {
        measure: sources.source_words(about, sources.supply(measure, "school", survey=True))
        for measure in (Measure.PER_100, Measure.REACH, Measure.ACCESS, Measure.COUNT)
    }

    assert said[Measure.PER_100].endswith("Stand: März 2026")
    assert said[Measure.REACH].endswith("Wege: Luftlinie")
    assert said[Measure.ACCESS].endswith("Stand: März 2026; Wege: Luftlinie")
    assert "März" not in said[Measure.COUNT]
    # A figure of supply alone says it in its own note.
    alone = sources.source_words(about, sources.supply(Measure.ACCESS, "school"))
    assert "März" not in alone


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Hort", "Hort: viel."),
        ("Was fehlt?", "„Was fehlt?“: viel."),
        ("Der Weg ist zu weit.", "„Der Weg ist zu weit“: viel."),
        ("Orte: „gut“", "„Orte: ‚gut‘“: viel."),
    ],
)
def test_what_a_claim_is_about_never_puts_two_marks_together(label, words):
    assert describe.about(label, "viel.") == words


def test_a_share_below_three_per_cent_reads_as_part_of_its_sentence():
    table, about = builders.release()
    topic = next(t for t in about.topics if t.id == "need.play")
    found = table.get(Measure.SHARE, "need.play", "county", builders.COUNTY, "1")
    below = replace(found, value=0.03, low=0.0, high=0.04, flag=Flag.BELOW)

    sentence = describe.indicator_sentence(topic, below, about)

    assert sentence.startswith("Weniger als 3\u00a0% (0 bis 4\u00a0%) der Familien fehlt")
