"""Files of eQ become questionnaires that can be walked, with a report of every change."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from surveyapp.exchange.formats import bring_in, recognise
from surveyapp.exchange.report import Taken
from surveyapp.questionnaire import document
from surveyapp.questionnaire.conditions import evaluate, parse
from surveyapp.questionnaire.examples import example_items, example_value
from surveyapp.questionnaire.model import Page, Question, Questionnaire
from surveyapp.questionnaire.path import walk, way_with
from surveyapp.questionnaire.texts import say
from surveyapp.questionnaire.values import Answers
from tests.exchange.eq.building import (
    block,
    choice,
    equals,
    number,
    said,
    section,
    survey,
    text,
    written,
)
from tests.exchange.eq.surveys import SURVEYS

REPORTS = Path(__file__).parent / "reports"


def _taken(name: str) -> Taken:
    outcome = bring_in(written(SURVEYS[name]), f"{name}.json")
    assert isinstance(outcome, Taken), outcome
    return outcome


def _brought(*blocks: Any, **more: Any) -> Questionnaire:
    outcome = bring_in(written(survey(section(*blocks), **more)), "survey.json")
    assert isinstance(outcome, Taken), outcome
    return outcome.questionnaire


def _question(questionnaire: Questionnaire, wanted: str) -> Question:
    asked = (question for page in questionnaire.pages for question in page.questions)
    return next(question for question in asked if question.id == wanted)


def _page(questionnaire: Questionnaire, wanted: str) -> Page:
    return next(page for page in questionnaire.pages if page.id == wanted)


def _pages(questionnaire: Questionnaire, **answers: Any) -> list[str]:
    found = Answers()
    for name, value in answers.items():
        found = found.put(name, value)
    return [screen.page.id for screen in walk(questionnaire, found).screens]


@pytest.mark.parametrize("name", SURVEYS)
def test_a_file_is_recognised_and_walked_by_invented_families(name):
    content = written(SURVEYS[name])

    taken = _taken(name)
    found = recognise(content, f"{name}.json")

    assert found is not None
    assert found.name == "eq"
    for seed in range(25):
        randomness = Random(seed)

        def answered(asked, _, randomness=randomness):
            return example_value(asked, randomness)

        way = way_with(taken.questionnaire, answered, example_items(randomness))
        assert way.screens
        for screen in way.screens:
            item = screen.step.item
            for each in screen.asked:
                words = each.question.text
                assert say(
                    words, "en", taken.questionnaire, way.answers(), item, each.question, way
                )


@pytest.mark.parametrize("name", SURVEYS)
def test_a_questionnaire_can_be_written_and_read_again(name):
    questionnaire = _taken(name).questionnaire

    again = document.parse(document.write(questionnaire))

    assert again == questionnaire


@pytest.mark.parametrize("name", SURVEYS)
def test_the_report_says_everything_that_did_not_come_over_as_it_stood(name):
    expected = (REPORTS / f"{name}.report").read_text(encoding="utf-8")

    taken = _taken(name)

    assert report(taken) == expected


def report(taken: Taken) -> str:
    changed = (f"changed: {remark.say('en')}" for remark in taken.changed)
    dropped = (f"dropped: {remark.say('en')}" for remark in taken.dropped)
    return "".join(f"{line}\n" for line in (*changed, *dropped))


@pytest.mark.parametrize("name", SURVEYS)
def test_every_remark_is_german_and_english_and_ends_without_a_full_stop(name):
    taken = _taken(name)

    for remark in (*taken.changed, *taken.dropped):
        assert {"de", "en"} <= set(remark.sentence)
        assert not any(sentence.endswith(".") for sentence in remark.sentence.values())


def test_a_survey_of_surveyjs_is_not_taken_for_one_of_eq():
    surveyjs = (
        b'{"title": "x", "description": "sections", "pages": [{"elements": []}], "theme": "a"}'
    )

    found = recognise(surveyjs, "survey.json")

    assert found is not None
    assert found.name == "surveyjs"


def test_a_broken_file_of_eq_is_recognised_by_its_keys():
    found = recognise(b'{"mime_type": "x", "survey_id": "0", "sections": [', "survey.json")

    assert found is not None
    assert found.name == "eq"


def test_answers_get_the_type_the_limits_and_the_unit_they_had():
    questionnaire = _taken("answers").questionnaire

    types = {q.id: q.type for page in questionnaire.pages for q in page.questions}
    assert types == {
        "line": "text",
        "long": "text",
        "count_2": "number",
        "money": "number",
        "share": "number",
        "way": "number",
        "born": "date",
        "since": "month",
        "built": "year",
        "lived": "number",
        "lived_months": "number",
        "colour": "dropdown",
        "wishes": "multiple",
        "agreed": "yesno",
    }
    money, way = (_question(questionnaire, each) for each in ("money", "way"))
    assert (money.decimals, money.unit_text, money.minimum) == (2, {"en": "€"}, 0)
    assert way.unit_text == {"en": "km"}
    assert _question(questionnaire, "line").required is True
    assert _question(questionnaire, "since").maximum == 2026


def test_names_and_ways_to_reach_a_person_never_stand_beside_answers():
    taken = _taken("personal")

    asked = {q.id for page in taken.questionnaire.pages for q in page.questions}
    assert asked == {"age", "company_name"}
    assert sum("names a person" in remark.say("en") for remark in taken.dropped) == 4


def test_people_are_counted_without_their_names():
    questionnaire = _taken("household").questionnaire

    pages = _pages(questionnaire, you_live_here="yes", people=("1", "2"))
    assert pages == [
        *("primary", "collector", "size"),
        *("age_block", "work", "first_only", "age_block", "work"),
    ]
    assert questionnaire.lists[0].label == {"en": "Person {number}"}
    assert _question(questionnaire, "works").text == {"en": "Where is {item}’s job?"}
    minor = Answers.of([("people", None, ("1",)), ("age", "1", 12)])
    assert [s.page.id for s in walk(questionnaire, minor).screens][-1] == "age_block"


def test_an_option_that_excludes_all_others_is_one_of_the_same_question():
    questionnaire = _taken("exclusive").questionnaire

    helps = _question(questionnaire, "helps")
    assert [(o.code, o.exclusive) for o in helps.options] == [
        ("money", False),
        ("time", False),
        ("none_of_these", True),
    ]
    assert helps.required is True
    assert _pages(questionnaire, helps=("none_of_these",)) == ["help", "after"]
    assert _pages(questionnaire, helps=("money",)) == ["help", "which", "after"]


def test_variants_change_words_options_and_what_must_be_answered():
    questionnaire = _taken("variants").questionnaire

    fit = _question(questionnaire, "fit")
    assert fit.variants[0].when == "self == 'yes'"
    assert fit.required == "self == 'yes'"
    note = _question(questionnaire, "reading_note")
    own = Answers().put("self", "yes")
    other = Answers().put("self", "no")
    assert say(note.text, "en", questionnaire, own) == "About you"
    assert say(note.text, "en", questionnaire, other) == "About them"


def test_rules_of_early_runners_mean_what_they_meant():
    questionnaire = _taken("old_rules").questionnaire

    assert _pages(questionnaire, kind="a") == ["first", "third", "late"]
    assert _pages(questionnaire, kind="b", some=("x",)) == ["first", "second", "late"]
    assert _pages(questionnaire, kind="b", some=("y",)) == ["first", "second", "third"]
    assert _pages(questionnaire) == ["first"]


def test_sums_are_worked_out_however_long_they_are():
    questionnaire = _taken("sums").questionnaire
    answers = Answers().put("a", 1.5).put("b", 2.25)
    for n in range(30):
        answers = answers.put(f"cost_{n}", n)

    known = walk(questionnaire, answers).environment

    assert evaluate(parse("first_sum"), known) == 3.75
    assert evaluate(parse("second_sum"), known) == 435
    assert evaluate(parse("grand"), known) == 438.75


def test_a_confirmation_that_sends_back_holds_the_family():
    page = _page(_taken("confirmation").questionnaire, "confirm")

    assert page.checks[0].that == "not (sure == 'no_i_must_change_it')"
    assert page.show == "not (adults > 0)"


def test_periods_and_sums_are_checked():
    dates, sums = _taken("dates").questionnaire, _taken("calculations").questionnaire

    assert [check.that for check in _page(dates, "stay").checks] == [
        "from < until",
        "days_between(from, until) >= 23",
        "days_between(from, until) <= 51",
    ]
    assert _question(dates, "birth").maximum == "(wave.year - 16) * 10000 + 1231"
    assert _page(sums, "hundred").checks[0].that.endswith("== 100")
    assert _question(sums, "above").minimum == "total + 0.01"


def test_what_follows_an_option_is_asked_when_it_is_chosen():
    questionnaire = _taken("details").questionnaire

    assert _question(questionnaire, "care_other").show == "care has 'other'"
    assert _question(questionnaire, "job_hours").show == "job == 'other_hours'"
    assert _question(questionnaire, "job").options[0].text == {"en": "Full time – 35 hours or more"}


def test_answers_for_each_chosen_option_are_asked_on_a_page_for_each():
    questionnaire = _taken("dynamic").questionnaire

    pages = _pages(questionnaire, shops=("market", "online"))
    assert pages.count("each_shop") == 2
    best = walk(questionnaire, Answers().put("shops", ("market",))).screens[1].asked[0]
    assert [option.code for option in best.choices] == ["market", "none_of_them"]


def test_the_introduction_is_read_on_the_first_page():
    questionnaire = _taken("reading").questionnaire

    assert questionnaire.intro == {"en": "Welcome\n\nPlease answer.\n\n– One\n– Two"}
    assert questionnaire.pages[-1].questions[0].hint == {"en": "It's '{'fine'}'"}


def test_plurals_are_those_of_the_language():
    questionnaire = _taken("placeholders").questionnaire
    words = _question(questionnaire, "c_answer").text

    one, two = (say(words, "en", questionnaire, Answers().put("n", n)) for n in (1, 2))

    assert (one, two) == ("1 child", "2 children")


def test_values_are_compared_without_regard_to_capitals():
    questionnaire = _taken("codes").questionnaire

    codes = [option.code for option in _question(questionnaire, "mode").options]
    assert codes == ["bus_train", "q_12_km_or_more", "bus_train_2", "aerger"]
    assert _page(questionnaire, "b").show == "not (mode == 'bus_train_2')"


def test_a_rule_too_long_to_be_kept_is_reported_with_the_page_shown():
    rules = [
        {"and": [equals(f"x{n}", "A"), {">": [said(f"y{n}"), n]}, equals(f"x{(n * 7) % 40}", "B")]}
        for n in range(1, 40)
    ]
    blocks = [
        block(f"b{n}", choice(f"x{n}", "A", "B"), number(f"y{n}"), said={}) for n in range(40)
    ]
    for n, each in enumerate(blocks):
        each["question"]["answers"][0]["label"] = f"Choice {n}"
    content = survey(section(*blocks, block("last", skip_conditions={"when": {"or": rules}})))

    outcome = bring_in(written(content), "long.json")

    assert isinstance(outcome, Taken)
    assert _page(outcome.questionnaire, "last").show is None
    assert any("too" in remark.say("en") for remark in outcome.changed)


def test_a_text_in_german_gets_german_words_of_ours():
    questionnaire = _brought(block("a", text("x")), language="de")

    assert questionnaire.languages == ("de",)
    assert questionnaire.thanks == {"de": "Vielen Dank!"}
