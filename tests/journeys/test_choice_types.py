"""Families answer every kind of choice, without scripts."""

from __future__ import annotations

import pytest


def document(family):
    (found,) = family.stored()
    return found


def test_a_family_chooses_from_a_list(journey):
    family = journey("dropdown").press("next").sees("Fehler:")

    family.answer(language="uk").sees("Wie gut sprechen Sie Deutsch?")
    family.answer(second="not_applicable").sees("Ukrainisch", "trifft nicht zu").submits()

    assert document(family) == {"language": "uk", "second": "not_applicable"}


def test_a_family_says_yes_and_no(journey):
    family = journey("yesno").sees("Ja", "Nein", "keine Angabe")

    family.answer(looked="yes").sees("Nein, noch nicht")
    family.answer(found="no").sees("Nein, noch nicht").submits()

    assert document(family) == {"looked": "yes", "found": "no"}


def test_a_family_rates_in_words_grades_and_points(journey):
    family = journey("scale").sees("stimme voll zu", "2 – gut", "trifft nicht zu")
    family.answer(welcome="rather", grade="2").sees("0 = gar nicht", "10 = sehr stark")

    family.answer(burden="3", content="9")

    family.sees("3 (0 = gar nicht, 10 = sehr stark)", "stimme eher zu").submits()
    assert document(family) == {"welcome": "rather", "grade": "2", "burden": "3", "content": "9"}


def test_a_slider_nobody_touched_is_no_answer(journey):
    family = journey("scale").answer(welcome="not_applicable")

    family.answer(burden="3")

    assert family.status == 422
    family.sees(
        "Wie zufrieden sind Sie zurzeit mit Ihrem Leben?: Bitte beantworten Sie diese Frage"
    )


def test_a_family_ranks_and_is_told_what_does_not_fit(journey):
    family = journey("ranking").sees("Vergeben Sie die Plätze 1 bis 3.")

    family.answer(time={"children": "1", "partner": "1"})
    family.sees("Zeit zu zweit: Platz 1 ist schon vergeben.")
    family.answer(time={"children": "1", "partner": ""})
    family.sees("Bitte vergeben Sie mindestens 3 Plätze.")
    family.answer(time={"children": "1", "partner": "3", "work": "2"})
    family.sees("Vergeben Sie 2 bis 3 Plätze.", "Beratung für Paare")
    family.answer(first={"doctor": "1", "bus": "3"}).sees("Platz 2 ist noch frei.")
    family.answer(first={"doctor": "1", "bus": "2"}).sees("Haben Sie ein Auto?")
    family.answer(why_bus="yes").sees(
        "1. Zeit mit den Kindern 2. Arbeit 3. Zeit zu zweit"
    ).submits()

    assert document(family) == {
        "time": ["children", "work", "partner"],
        "first": ["doctor", "bus"],
        "why_bus": "yes",
    }


def test_a_ranking_can_be_left_out_with_a_reason(journey):
    family = journey("ranking").fill(**{"time!refused": "refused"}).press("next")

    family.fill(**{"first!refused": "not_applicable"}).press("next")

    family.sees("keine Angabe", "trifft nicht zu").submits()
    assert document(family) == {"time": "refused", "first": "not_applicable"}


def test_a_family_chooses_a_picture_that_the_product_serves(journey):
    family = journey("image").sees("auf dem Spielplatz")
    (address, *_) = [each.get("src") for each in family.tree.iter("img")]

    picture = family.client.get(address)
    family.answer(place="forest").sees("im Wald").submits()

    assert document(family) == {"place": "forest"}
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert picture.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Set-Cookie" not in picture.headers


@pytest.mark.parametrize(
    "address",
    ["/bilder/image/1.yaml", "/bilder/image/..%2f1.yaml", "/bilder/nothing/forest.svg"],
)
def test_nothing_but_pictures_is_served(journey, address):
    assert journey("image").client.get(address).status_code == 404


def test_a_family_ticks_several_answers_for_each_row(journey):
    family = journey("matrix_multiple")

    family.answer(ways={"school": ["bus", "walk"], "doctor": ["none", "car"]})
    family.sees("Zum Kinderarzt: Diese Antworten passen nicht zusammen.")
    family.sees("Ist der Schulbus pünktlich?").fill(bus_rating="refused")
    family.answer(ways={"doctor": ["car"], "sports": ["not_applicable"]})

    family.sees("Zur Schule: zu Fuß mit Bus oder Bahn", "Zum Sport: trifft nicht zu").submits()
    assert document(family) == {
        "ways": {"school": ["walk", "bus"], "doctor": ["car"], "sports": "not_applicable"},
        "bus_rating": "refused",
    }


def test_a_box_that_must_be_ticked_stops_and_one_that_may_does_not(journey):
    family = journey("consent").press("next")

    family.sees("Bitte setzen Sie hier ein Häkchen.")
    family.answer(health="yes", research="yes")
    family.sees("einverstanden").never_sees("nicht einverstanden")
    family.submits()

    assert document(family) == {"health": "yes", "research": "yes"}


def test_what_does_not_apply_and_too_few_answers(journey):
    family = journey("may_not_apply").answer(lunch="not_applicable", help="calm")

    family.sees("Bitte wählen Sie mindestens 2 Antworten.")
    family.answer(help=["calm", "friends"], contact={"social": "not_applicable"})
    family.sees("mehr Ruhe Freunde", "Schulsozialarbeit: trifft nicht zu").submits()

    assert document(family) == {
        "lunch": "not_applicable",
        "help": ["calm", "friends"],
        "contact": {"teacher": "unanswered", "social": "not_applicable"},
    }


def test_every_kind_of_choice_speaks_english(journey):
    family = journey("ranking").press("language:en")

    family.sees("Give the ranks 1 to 3.", "Rank 1", "no rank")
    family.answer(time={"work": "1", "partner": "1"}).sees("Rank 1 is taken already.")
