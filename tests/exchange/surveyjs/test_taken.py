"""SurveyJS documents become questionnaires that can be walked, with a report of every change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from surveyapp.exchange.formats import bring_in, recognise
from surveyapp.exchange.report import Refused, Taken
from surveyapp.questionnaire.answers import CompleteAnswers
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.texts import say
from surveyapp.questionnaire.values import Answers

DOCUMENTS = Path(__file__).parent / "documents"
NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.json"))


def _taken(name: str) -> Taken:
    outcome = bring_in((DOCUMENTS / f"{name}.json").read_bytes(), f"{name}.json")
    assert isinstance(outcome, Taken), outcome
    return outcome


def _brought(*elements: dict[str, Any], **more: Any) -> Questionnaire:
    survey = {"locale": "de", "elements": list(elements), **more}
    outcome = bring_in(json.dumps(survey).encode(), "umfrage.json", "surveyjs")
    assert isinstance(outcome, Taken), outcome
    return outcome.questionnaire


def _question(questionnaire: Questionnaire, wanted: str) -> Question:
    asked = (question for page in questionnaire.pages for question in page.questions)
    return next(question for question in asked if question.id == wanted)


def _asked(questionnaire: Questionnaire, **answers: Any) -> set[str]:
    found = Answers()
    for name, value in answers.items():
        found = found.put(name, value)
    return {each.question.id for each in walk(questionnaire, found).asked()}


def _families(questionnaire: Questionnaire) -> Iterator[CompleteAnswers]:
    """Iterate over invented families; those whose answers break a check of the document drop out."""
    has_checks = any(q.checks for page in questionnaire.pages for q in page.questions)
    for number in range(50):
        try:
            yield example_answers(questionnaire, Random(number))
        except ValueError:
            if not has_checks:
                raise


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_recognised_and_walked_by_invented_families(name: str) -> None:
    content = (DOCUMENTS / f"{name}.json").read_bytes()

    taken = _taken(name)
    families = list(_families(taken.questionnaire))

    found = recognise(content, f"{name}.json")
    assert found is not None
    assert found.name == "surveyjs"
    assert len(families) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_the_report_says_everything_that_did_not_come_over_as_it_stood(name: str) -> None:
    expected = (DOCUMENTS / f"{name}.report").read_text(encoding="utf-8")

    taken = _taken(name)

    assert report(taken) == expected


def report(taken: Taken) -> str:
    """Return the report as lines."""
    changed = (f"changed: {remark.say('en')}" for remark in taken.changed)
    dropped = (f"dropped: {remark.say('en')}" for remark in taken.dropped)
    return "".join(f"{line}\n" for line in (*changed, *dropped))


@pytest.mark.parametrize("name", NAMES)
def test_every_remark_is_german_and_english_and_ends_without_a_full_stop(name: str) -> None:
    taken = _taken(name)

    remarks = (*taken.changed, *taken.dropped)

    for remark in remarks:
        assert set(remark.sentence) == {"de", "en"}
        assert not remark.say("de").endswith(".")
        assert remark.say("de") != remark.say("en")


def test_a_condition_asks_the_same_families_as_in_surveyjs() -> None:
    questionnaire = _taken("conditions").questionnaire

    nothing = _asked(questionnaire)
    all_chosen = _asked(questionnaire, eins="a", viele=("a", "b"), alter="10", ja="no", zahl=4)

    # Nothing is not "A", contains no "none", is not 'yes', and equals nothing.
    assert nothing & {f"c{n}" for n in range(10)} == {"c1", "c4", "c6", "c7"}
    assert {"c2", "c5", "c6", "c10", "c12", "c16", "c17", "c18"} <= all_chosen
    assert "c1" not in all_chosen
    assert "c7" not in all_chosen


def test_values_are_compared_without_regard_to_capitals_and_kinds() -> None:
    questionnaire = _brought(
        {"type": "radiogroup", "name": "q", "choices": ["Ja", 5]},
        {"type": "comment", "name": "a", "visibleIf": "{Q} = 'ja'"},
        {"type": "comment", "name": "b", "visibleIf": "{q} = '5'"},
    )

    assert _asked(questionnaire, q="ja") == {"q", "a"}
    assert _asked(questionnaire, q="5") == {"q", "b"}


def test_what_cannot_be_said_narrows_as_far_as_it_can_and_is_remarked() -> None:
    taken = _taken("parts")

    part = _question(taken.questionnaire, "teil")
    whole = _question(taken.questionnaire, "ganz")

    assert part.show == "q == 'a'"
    assert whole.show is None
    assert sum("{wort} = 'x'" in remark.say("de") for remark in taken.changed) == 2


def test_other_becomes_a_text_behind_its_question() -> None:
    questionnaire = _taken("choices").questionnaire

    other = _question(questionnaire, "form_comment")

    assert other.type == "text"
    assert other.show == "form == 'other'"
    assert other.text == {"de": "Anders, nämlich"}


def test_choices_of_another_question_are_taken_over_as_they_are_chosen_there() -> None:
    questionnaire = _taken("choices").questionnaire

    shows = {option.code: option.show for option in _question(questionnaire, "gewaehlt").options}

    assert shows["kita"] == "nutzt has 'kita'"
    assert _question(questionnaire, "rest").options[0].show == "not (nutzt has 'kita')"


def test_repeated_groups_become_lists_with_pages() -> None:
    questionnaire = _taken("dynamic_panel").questionnaire

    lists = {each.id: each for each in questionnaire.lists}
    repeated = {page.repeat for page in questionnaire.pages}

    assert lists["kinder"].is_collected
    assert (lists["kinder"].minimum, lists["kinder"].maximum) == (1, 8)
    assert lists["orte"].within == "kinder"
    assert lists["gezaehlt"].count == "zahl"
    assert (lists["fest"].minimum, lists["fest"].maximum) == (2, 2)
    assert {"kinder", "orte", "gezaehlt", "fest"} <= repeated


def test_a_table_is_asked_column_by_column() -> None:
    questionnaire = _taken("matrices").questionnaire

    kinds = {
        name: _question(questionnaire, f"tabelle_{name}").type
        for name in ("art", "stunden", "tage", "gern", "punkte")
    }

    assert kinds == {
        "art": "matrix",
        "stunden": "matrix_number",
        "tage": "matrix_multiple",
        "gern": "matrix",
        "punkte": "matrix",
    }
    assert _question(questionnaire, "tabelle_wort_k2").show == "tabelle_gern.k2 == 'no'"
    assert _question(questionnaire, "c1").show is not None


def test_skips_and_the_end_hide_the_pages_between() -> None:
    questionnaire = _taken("triggers").questionnaire

    assert _asked(questionnaire, weiter="nein", kind="yes") == {"weiter", "kind"}
    assert "zahl" not in _asked(questionnaire, weiter="ja", kind="no")
    assert "ende" in _asked(questionnaire, weiter="ja", kind="no")
    assert "gezeigt" in _asked(questionnaire, weiter="ja", kind="yes")


def test_texts_come_in_every_language_with_german_first() -> None:
    questionnaire = _taken("languages").questionnaire

    assert questionnaire.languages[0] == "de"
    assert set(questionnaire.languages) == {"de", "en", "tr"}
    assert questionnaire.title == {"de": "Umfrage", "en": "Survey", "tr": "Anket"}
    assert questionnaire.thanks == {"de": "Danke", "en": "Thanks"}
    assert _question(questionnaire, "t").text == {"de": "Warum {q}?", "en": "Why {q}?"}


def test_nothing_that_runs_and_no_foreign_address_is_left_in_settings() -> None:
    taken = _taken("settings")

    written = repr(taken.questionnaire)

    assert "script" not in written
    assert "example.org" not in written
    assert "cookie" not in written


def test_a_question_stands_behind_what_it_depends_on() -> None:
    taken = _taken("ahead")

    order = [question.id for question in taken.questionnaire.pages[0].questions]

    assert order == ["q", "warum"]
    assert any("spaeter" in remark.say("de") for remark in taken.changed)


def test_the_same_file_gives_the_same_questionnaire() -> None:
    first, second = _taken("choices"), _taken("choices")

    assert first == second


def test_a_file_of_something_else_is_not_taken_for_a_survey() -> None:
    found = bring_in(b'{"type": "FeatureCollection", "features": []}', "karte.json", "surveyjs")

    assert isinstance(found, Refused)


def test_groups_stored_under_one_name_ask_about_the_same_items() -> None:
    questionnaire = _taken("shared_list").questionnaire

    repeated = [page for page in questionnaire.pages if page.repeat == "a"]

    assert [each.id for each in questionnaire.lists] == ["a"]
    assert [question.id for page in repeated for question in page.questions] == ["name", "weg"]
    assert [page.collect for page in questionnaire.pages].count("a") == 1


def test_braces_and_apostrophes_that_stand_for_themselves_are_read_as_written() -> None:
    questionnaire = _taken("piping").questionnaire
    answers = Answers().put("name", "Ada").put("wo", "da")

    note = next(
        each for page in questionnaire.pages for each in page.questions if each.id == "h_text"
    )

    heard = say(note.text, "de", questionnaire, answers)
    assert heard == "Hallo Ada, l'Ada in da: '{nichts}' {0} {wo-Comment}"


def test_pages_and_panels_may_have_the_names_of_questions() -> None:
    survey = {
        "pages": [
            {
                "name": "haus",
                "elements": [{"type": "radiogroup", "name": "Haus", "choices": ["a", "b"]}],
            },
            {
                "name": "adresse",
                "visibleIf": "{haus} = 'a'",
                "elements": [
                    {
                        "type": "panel",
                        "name": "ort",
                        "title": "Ort",
                        "visibleIf": "{adresse} = 'x'",
                        "elements": [{"type": "radiogroup", "name": "ort", "choices": ["y", "z"]}],
                    },
                    {"type": "dropdown", "name": "adresse", "choices": ["x", "y"]},
                ],
            },
        ]
    }

    outcome = bring_in(json.dumps(survey).encode(), "umfrage.json", "surveyjs")

    assert isinstance(outcome, Taken), outcome
    assert outcome.questionnaire.pages[1].show == "haus == 'a'"
    asked = _asked(outcome.questionnaire, haus="a", adresse="x")
    assert {"haus", "adresse", "ort", "ort_title"} <= asked
    assert not {"ort", "ort_title"} & _asked(outcome.questionnaire, haus="a", adresse="y")


INNER = {"locale": "de", "pages": [{"name": "p", "elements": [{"type": "text", "name": "frage"}]}]}


@pytest.mark.parametrize(
    ("around", "dropped"),
    [
        ([INNER], []),
        ({"json": INNER}, []),
        ({"id": 7, "json": json.dumps(INNER)}, ["gelesen wird nur „json“, nicht id"]),
    ],
)
def test_a_survey_is_found_in_what_a_program_put_around_it(around: Any, dropped: list[str]) -> None:
    outcome = bring_in(json.dumps(around).encode(), "umfrage.json")

    assert isinstance(outcome, Taken), outcome
    assert _question(outcome.questionnaire, "frage").type == "text"
    assert [each.say("de") for each in outcome.dropped] == dropped


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_of_any_unicode_is_recognised(encoding: str) -> None:
    content = json.dumps(INNER, ensure_ascii=False, indent=1).replace("\n", "\r\n").encode(encoding)

    outcome = bring_in(content, "UMFRAGE.JSON")

    assert isinstance(outcome, Taken), outcome


def test_a_switch_written_as_a_text_is_on() -> None:
    questionnaire = _brought(
        {"type": "text", "name": "a", "isRequired": "true"},
        {"type": "text", "name": "b", "isRequired": "false"},
    )

    assert _question(questionnaire, "a").required is True
    assert _question(questionnaire, "b").required is False


def test_signs_between_numbers_part_them_in_codes() -> None:
    questionnaire = _brought(
        {"type": "radiogroup", "name": "tage", "choices": ["1–2 Tage", "12 Tage", "Café"]}
    )

    codes = [option.code for option in _question(questionnaire, "tage").options]
    assert codes == ["1_2_tage", "12_tage", "cafe"]


AB = ["a", "b"]
CHECK = {"validators": [{"type": "expression", "expression": "{z} > 1", "text": "Zu klein"}]}
CHECKED: dict[str, dict[str, Any]] = {
    "text": {},
    "radiogroup": {"choices": AB},
    "checkbox": {"choices": AB},
    "boolean": {},
    "rating": {},
    "slider": {"sliderType": "range"},
    "ranking": {"choices": AB},
    "matrix": {"columns": AB, "rows": AB},
    "matrixdropdown": {"columns": [{"name": "c", "choices": AB}], "rows": AB},
    "matrixdynamic": {"columns": [{"name": "c", "choices": AB}]},
    "paneldynamic": {"templateElements": [{"type": "text", "name": "t"}]},
    "multipletext": {"items": [{"name": "x"}, {"name": "y"}]},
    "expression": {"expression": "{z} * 2", "title": "Doppelt"},
}


@pytest.mark.parametrize("kind", CHECKED)
def test_a_check_of_any_element_holds_or_is_remarked(kind: str) -> None:
    elements = [
        {"type": "text", "name": "z", "inputType": "number"},
        {"type": kind, "name": "q", **CHECKED[kind], **CHECK},
    ]
    content = json.dumps({"locale": "de", "elements": elements}).encode()

    outcome = bring_in(content, "umfrage.json", "surveyjs")

    assert isinstance(outcome, Taken), outcome
    asked = [question for page in outcome.questionnaire.pages for question in page.questions]
    held = [check.that for question in asked for check in question.checks]
    remarked = [each for each in outcome.changed if "{z} > 1" in each.say("de")]
    assert (held == ["z > 1"]) != bool(remarked)


def test_limits_of_a_column_hold_and_its_other_checks_are_remarked() -> None:
    column = {
        "name": "c",
        "cellType": "text",
        "inputType": "number",
        "validators": [
            {"type": "numeric", "minValue": 2, "maxValue": 7},
            {"type": "expression", "expression": "{row.c} <> 5"},
        ],
    }
    table = {"type": "matrixdropdown", "name": "t", "columns": [column], "rows": AB}
    content = json.dumps({"locale": "de", "elements": [table]}).encode()

    outcome = bring_in(content, "umfrage.json", "surveyjs")

    assert isinstance(outcome, Taken), outcome
    asked = _question(outcome.questionnaire, "t_c")
    assert (asked.minimum, asked.maximum) == (2, 7)
    assert any("{row.c} <> 5" in each.say("de") for each in outcome.changed)


def test_a_german_file_without_a_language_is_german() -> None:
    survey = {
        "title": "Verzeichnis von Verarbeitungstätigkeiten",
        "elements": [{"type": "text", "name": "plz", "title": "Straße und Ort"}],
    }

    outcome = bring_in(json.dumps(survey).encode(), "umfrage.json")

    assert isinstance(outcome, Taken), outcome
    assert outcome.questionnaire.languages == ("de",)


LOST: dict[str, tuple[str, dict[str, Any]]] = {
    "a table that must be answered sometimes": ("matrixdropdown", {"requiredIf": "{z} > 1"}),
    "columns shown sometimes": ("matrixdropdown", {"columnsVisibleIf": "{z} > 1"}),
    "fields that must be answered sometimes": ("multipletext", {"requiredIf": "{z} > 1"}),
    "rows that must be there": ("matrixdynamic", {"isRequired": True}),
    "rows that cannot be added": ("matrixdynamic", {"allowAddRows": False}),
    "panels that cannot be added": ("paneldynamic", {"allowAddPanel": False}),
    "a number written in its own way": ("expression", {"format": "{0} EUR"}),
}


@pytest.mark.parametrize("name", LOST)
def test_what_a_type_does_not_keep_is_remarked(name: str) -> None:
    kind, said = LOST[name]
    elements = [
        {"type": "text", "name": "z", "inputType": "number"},
        {"type": kind, "name": "q", **CHECKED[kind], **said},
    ]
    content = json.dumps({"locale": "de", "elements": elements}).encode()

    outcome = bring_in(content, "umfrage.json", "surveyjs")

    assert isinstance(outcome, Taken), outcome
    assert any(each.where == f"elements[1].{next(iter(said))}" for each in outcome.changed)


@pytest.mark.parametrize("kind", ["slider", "multipletext", "matrixdynamic", "paneldynamic"])
def test_a_comment_beside_any_question_is_asked(kind: str) -> None:
    questionnaire = _brought({"type": kind, "name": "q", "showCommentArea": True, **CHECKED[kind]})

    assert _question(questionnaire, "q_comment").type == "text"


def test_choices_of_another_question_are_left_out_where_nothing_is_chosen() -> None:
    source = {"type": "checkbox", "name": "quelle", "choices": ["u", "v"]}
    table = {
        "type": "matrix",
        "name": "t",
        "columns": AB,
        "rows": AB,
        "choicesFromQuestion": "quelle",
    }

    questionnaire = _brought(source, table)

    assert [option.code for option in _question(questionnaire, "t").options] == AB
