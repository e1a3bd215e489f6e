"""Families write years, days, times, numbers by row and places, and read notes."""

from __future__ import annotations

from surveyapp.region import territory
from surveyapp.region.grid import cell_at


def test_a_day_is_written_in_three_fields_and_read_back_in_words(journey):
    family = journey("date").answer(**{"due.day": "31", "due.month": "2", "due.year": "2026"})
    family.sees("Diesen Tag gibt es nicht")
    family.answer(**{"due.day": "1", "due.month": "1", "due.year": "2020"})
    family.sees("Datum ab dem 1. Januar 2024")

    family.answer(**{"due.day": "1.", "due.month": "5", "due.year": "2026"})

    family.sees("Haben Sie schon eine Hebamme für den 1. Mai 2026?").answer(midwife="no")
    family.sees("Stimmt alles?", "1. Mai 2026").submits()
    assert family.stored() == [{"due": "2026-05-01", "midwife": "no"}]


def test_times_and_durations_keep_the_limits_of_other_answers(journey):
    family = journey("time").answer(leaves="06:45", opens="07:15")
    family.sees("Bitte geben Sie eine Uhrzeit bis 06:45 an").answer(leaves="06:45", opens="06:30")
    family.sees("Frühbetreuung ab 06:30").answer(early="no").sees("06:45").submits()

    family = journey("duration").answer(**{"day.minutes": "30", "kita.minutes": "40"})
    family.sees("höchstens 30 Minuten")
    family.answer(**{"day.hours": "1", "day.minutes": "30", "kita.minutes": "40"})
    family.sees("Sind 40 Minuten zu viel?").answer(far="yes").sees("1 Stunde und 30 Minuten")


def test_reasons_for_no_answer_stand_beside_every_field(journey):
    family = journey("year").fill(**{"built!refused": "not_applicable"}).answer(moved="2025")
    family.answer(helped="yes").sees("trifft nicht zu", "2025").submits()
    assert family.stored() == [{"built": "not_applicable", "moved": 2025, "helped": "yes"}]

    family = journey("matrix_number").answer(**{"hours.work": "38,5"})
    family.sees("2 Antworten fehlen")
    family.fill(**{"hours.care!refused": "refused"}).answer(**{"hours.driving": "4"})
    family.sees("38,5 Stunden", "keine Angabe", "4 Stunden").never_sees("42,5").submits()


def test_a_postcode_finds_the_municipality_and_is_not_kept(journey):
    family = journey("postcode").answer(**{"home.postcode": "99713"})
    family.sees("Zu dieser Postleitzahl gehören mehrere Gemeinden")
    offered = family.tree.find(".//select[@name='home']")
    codes = [each.get("value") for each in offered.iter("option") if each.get("value")]
    sharing = {ags for ags, found in territory.postcodes_of("16065").items() if "99713" in found}
    assert len(sharing) > 1
    assert codes[: len(sharing)] == [each for each in codes if each in sharing]
    family.answer(**{"home.postcode": ""}).answer(home="16065067")
    family.sees("Leben Sie gern in Sondershausen?").answer(stay="yes").submits()

    assert family.stored() == [{"home": "16065067", "stay": "yes"}]


def test_a_point_can_be_left_out(journey):
    family = journey("point").answer().sees("Stimmt alles?").submits()

    assert family.stored() == [{"missing": "unanswered"}]


def test_a_point_given_as_the_middle_of_a_municipality_is_kept_as_its_square(journey):
    family = journey("point").answer(**{"missing.place": "16065067"})

    family.answer(use="yes").sees("Mitte von Sondershausen").submits()

    town = territory.municipality("16065067")
    assert family.stored() == [{"missing": cell_at(town.lon, town.lat), "use": "yes"}]


def test_a_note_is_read_and_a_computed_value_never_seen(journey):
    journey("note").answer(tired="yes").sees("Das Elterntelefon hört Ihnen zu").answer().sees(
        "Gleich haben Sie es geschafft"
    ).answer(rest="no").sees("Stimmt alles?").submits()

    family = journey("computed").answer(persons="5", rooms="3")
    family.sees("Suchen Sie eine Wohnung mit 2 Zimmern mehr?").answer(moving="no")
    family.never_sees("Fehlende Zimmer", "Niemand sieht diese Seite").submits()
    assert {"persons": 5, "rooms": 3, "moving": "no"} in family.stored()


def test_a_line_that_does_not_fit_its_pattern_is_explained(journey):
    family = journey("text_line").answer(line="Bus")

    family.sees("Das passt noch nicht. Drei Ziffern, zum Beispiel 512.").answer(
        line="512"
    ).submits()
