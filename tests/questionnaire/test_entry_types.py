"""Types that are written: years, days, times, numbers by row, places, notes and computed values."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import document, places
from surveyapp.questionnaire.answers import AnswerErrors, Missing, complete, parse_step, raw_step
from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.encoding import encode
from surveyapp.questionnaire.flow import Step, step_from_key, steps
from surveyapp.questionnaire.texts import say
from surveyapp.questionnaire.types import KINDS
from surveyapp.questionnaire.types.date import read_date
from surveyapp.questionnaire.types.duration import read_duration
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.types.time import read_time
from surveyapp.questionnaire.values import Answers
from surveyapp.region.grid import cell_at
from surveyapp.region.packaged import read_table
from surveyapp.services.asked import towns_of
from tests.questionnaire.mini import FOLDER, changed, fill, mini


def in_county(name):
    return places.with_municipalities(document.read(FOLDER / f"{name}.yaml"), towns_of("16065"))


def sent(questionnaire, page, **fields):
    raw = {name.replace("__", "."): [text] for name, text in fields.items()}
    found = parse_step(questionnaire, Answers(), step_from_key(page), raw)
    if isinstance(found, AnswerErrors):
        return [(error.field, error.key, *error.params.values()) for error in found.errors]
    return found.to_json()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.5.2024", "2024-05-01"),
        ("01. 05. 2024", "2024-05-01"),
        ("31/12/2024", "2024-12-31"),
        ("2024-5-1", "2024-05-01"),
        ("29.2.2023", "None"),
        ("5.2024", "None"),
        ("1.5.24", "None"),
        (f"1{' ' * 1_000_000}x", "None"),
    ],
)
def test_days_are_read_as_people_write_them(text, day):
    assert str(read_date(text)) == day


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("7:30", 450),
        ("07.30 Uhr", 450),
        ("7 Uhr 30", 450),
        ("0730", 450),
        ("7", 420),
        ("24:00", None),
        ("7:60", None),
        ("bald", None),
    ],
)
def test_times_are_read_as_people_write_them(text, minutes):
    found = read_time(text)

    assert (None if found is None else 60 * found.hour + found.minute) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1:30", 90),
        (":45", 45),
        ("90", 90),
        ("1 Std. 30 Min.", 90),
        ("2 Stunden", 120),
        ("1:90", None),
    ],
)
def test_durations_are_read_as_people_write_them(text, minutes):
    assert read_duration(text) == minutes


@pytest.mark.parametrize(
    ("name", "page", "fields", "expected"),
    [
        ("year", "moved_page", {"built": "1980", "moved": "1999"}, {"built": 1980, "moved": 1999}),
        ("year", "moved_page", {"built": "80"}, [("built", "not_a_year")]),
        (
            "year",
            "moved_page",
            {"built": "1980", "moved": "1979"},
            [("moved", "year_too_early", 1980)],
        ),
        (
            "date",
            "born_page",
            {"due__day": "1", "due__month": "5", "due__year": "2026"},
            {"due": "2026-05-01"},
        ),
        ("date", "born_page", {"due__day": "1", "due__year": "2026"}, [("due", "not_a_date")]),
        ("date", "born_page", {"due": "31.12.2023"}, [("due", "date_too_early", 20240101)]),
        (
            "time",
            "need_page",
            {"leaves": "6.45", "opens": "6:30"},
            {"leaves": "06:45", "opens": "06:30"},
        ),
        (
            "time",
            "need_page",
            {"leaves": "6:45", "opens": "7:00"},
            [("opens", "time_too_late", 405)],
        ),
        (
            "duration",
            "ways_page",
            {"day__hours": "1", "kita__minutes": "20"},
            {"day": 60, "kita": 20},
        ),
        (
            "duration",
            "ways_page",
            {"day__minutes": "30", "kita__minutes": "40"},
            [("kita", "too_lasting", 30)],
        ),
        ("text_line", "bus_page", {"line": "512"}, {"line": "512"}),
        ("text_line", "bus_page", {"line": "x512"}, [("line", "pattern")]),
        (
            "matrix_number",
            "hours_page",
            {"hours__work": "38,5", "hours__care": "0", "hours__driving": "x"},
            [("hours.driving", "not_a_number")],
        ),
    ],
)
def test_what_is_written_is_kept_or_refused_with_its_limit(name, page, fields, expected):
    found = sent(mini(name), page, **fields)

    assert found if isinstance(found, list) else found.items() >= expected.items()
    assert isinstance(found, list) == isinstance(expected, list)
    assert not isinstance(expected, list) or found == expected


@pytest.mark.parametrize(
    ("name", "page", "others", "box"),
    [
        ("year", "moved_page", {}, "built"),
        ("time", "need_page", {"leaves": "7:00"}, "opens"),
        ("duration", "ways_page", {"day": "60"}, "kita"),
        ("matrix_number", "hours_page", {"hours.work": "1", "hours.driving": "2"}, "hours.care"),
        ("point", "place_page", {}, "missing"),
    ],
)
@pytest.mark.parametrize("reason", [Missing.NOT_APPLICABLE, Missing.REFUSED])
def test_boxes_beside_a_field_are_codes_and_fill_the_form_again(name, page, others, box, reason):
    answers = fill(mini(name), (page, {**others, f"{box}!refused": str(reason)}))

    question, _, row = box.partition(".")
    kept = answers.get(question)
    assert (kept[row] if row else kept) == reason
    assert raw_step(mini(name), answers, step_from_key(page))[f"{box}!refused"] == (reason,)


def test_expressions_and_data_see_days_times_and_durations_as_numbers():
    born = fill(mini("date"), ("born_page", {"due": "1.5.2026"}))
    leaves = fill(mini("time"), ("need_page", {"leaves": "7:00", "opens": "6:30"}))
    ways = fill(mini("duration"), ("ways_page", {"day": "60", "kita": "45"}))

    assert encode(mini("date"), born.to_json()).family["due"] == 20260501
    assert encode(mini("time"), leaves.to_json()).family["opens"] == 390
    assert encode(mini("duration"), ways.to_json()).family["kita"] == 45
    assert [each.key for each in steps(mini("time"), leaves)] == ["need_page", "early_page"]


def test_texts_speak_of_days_times_and_durations_in_words():
    born = fill(mini("date"), ("born_page", {"due": "1.5.2026"}))
    ways = fill(mini("duration"), ("ways_page", {"day": "120", "kita": "95"}))
    text = {"de": "{due}", "en": "{due}"}

    assert say(text, "de", mini("date"), born) == "1. Mai 2026"
    assert say(text, "en", mini("date"), born) == "May 1, 2026"
    assert say({"de": "{kita}"}, "de", mini("duration"), ways) == "1 Stunde und 35 Minuten"


def test_an_exact_day_or_point_counts_as_sensitive_everywhere():
    for name in ("date", "point"):
        variables = codebook(mini(name))["variables"]

        assert all(
            each["sensitive"] for each in variables if each["question"] in ("due", "missing")
        )
        assert any(each["sensitive"] for each in variables)


def test_a_postcode_of_one_municipality_is_enough_and_is_forgotten():
    assert sent(in_county("postcode"), "home_page", home__postcode="99955") == {"home": "16065018"}


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"home__postcode": "99713"}, "postcode_shared"),
        ({"home__postcode": "10115"}, "postcode_unknown"),
        ({"home__postcode": "997"}, "not_a_postcode"),
        ({"home__postcode": "99713", "home": "16065067"}, "postcode_elsewhere"),
    ],
)
def test_a_postcode_that_does_not_settle_the_place_is_asked_again(fields, key):
    assert sent(in_county("postcode"), "home_page", **fields) == [("home", key)]


def test_every_packaged_square_is_found_from_its_middle():
    rows = list(read_table("th_grid1km_census2011.csv"))

    assert len(rows) > 7000
    assert all(cell_at(float(row["lon"]), float(row["lat"])) == row["cell_id"] for row in rows)


def test_a_point_is_a_square_of_the_county_or_nothing():
    questionnaire = in_county("point")

    assert sent(questionnaire, "place_page", missing="1kmN3133E4393") == {
        "missing": "1kmN3133E4393"
    }
    middle = sent(questionnaire, "place_page", missing__place="16065067")["missing"]
    assert middle == next(town.cell for town in towns_of("16065") if town.ags == "16065067")
    for wrong in ("1kmN2000E4393", "51.37,10.87", "1kmN3133E43931"):
        assert sent(questionnaire, "place_page", missing=wrong) == [("missing", "not_on_the_map")]


def test_a_computed_value_opens_questions_and_is_counted_but_never_stored():
    questionnaire = mini("computed")
    answers = fill(questionnaire, ("rooms_page", {"persons": "5", "rooms": "3"}))
    stored = complete(questionnaire, answers.put("moving", "yes")).answers.to_json()

    assert set(stored) == {"persons", "rooms", "moving"}
    assert [each.key for each in steps(questionnaire, answers)] == ["rooms_page", "moving_page"]
    assert encode(questionnaire, stored).family.items() >= {"lacking": 2, "crowded": 1}.items()
    assert "2 Zimmern" in say({"de": "{lacking} Zimmern"}, "de", questionnaire, answers)


def test_a_computed_value_without_its_sources_is_missing():
    answers = fill(mini("computed"), ("rooms_page", {"persons": "5", "rooms!refused": "refused"}))

    row = encode(mini("computed"), complete(mini("computed"), answers).answers.to_json()).family

    assert (row["lacking"], row["crowded"]) == (-9, 0), "an unknown comparison is false"


def test_a_note_asks_nothing_and_becomes_no_variable():
    answers = fill(mini("note"), ("help_page", {"tired": "yes"}), ("hint_page", {}))

    assert steps(mini("note"), answers) == (Step("help_page"), Step("hint_page"), Step("more_page"))
    assert "hotline" not in complete(mini("note"), answers).answers.to_json()
    assert {each["question"] for each in codebook(mini("note"))["variables"]} == {"tired", "rest"}


def test_ways_to_reach_a_person_are_refused_beside_answers():
    with pytest.raises(document.DocumentError, match="names a person beside its answers"):
        changed("note", "type: single", "type: email")


def test_a_pattern_that_nobody_can_read_is_refused():
    with pytest.raises(document.DocumentError, match="no regular expression"):
        changed("text_line", "[0-9]{3}[A-Z]?", "(?=512)")


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("email", "Anna.Muster @ example.org", "Anna.Muster@example.org"),
        ("email", "anna@muster", None),
        ("email", "anna@mus ter.de", None),
        ("email", f"a{' ' * 500_000}b@x.de", None),
        ("phone", "(03632) 741-0", "036327410"),
        ("phone", "+49 (0) 3632 7410", "+4936327410"),
        ("phone", "ruf an", None),
    ],
)
def test_ways_to_reach_a_person_are_read_as_people_write_them(kind, text, kept):
    question = mini("contact_form").contact.questions[kind == "phone"]

    found = KINDS[kind].read(Asked(question, None), {question.id: [text]})

    assert found.value == kept
    assert bool(found.errors) == (kept is None)
