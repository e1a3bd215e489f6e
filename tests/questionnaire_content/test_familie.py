"""The family questionnaire is complete, in two languages, and tied to the county's facilities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from surveyapp.questionnaire import checks
from surveyapp.questionnaire.model import Measures, Questionnaire
from tests.questionnaire_content.families import QUESTIONNAIRES, codes


def texts(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Iterate over everything a family reads, with the place where it stands."""
    if isinstance(value, dict) and value and all(isinstance(each, str) for each in value.values()):
        yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts(each, f"{place}/{key}")
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from texts(each, f"{place}/{getattr(each, 'id', getattr(each, 'code', number))}")
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name), f"{place}/{each.name}")


def test_checks_find_nothing_to_mend(familie: Questionnaire) -> None:
    findings = checks.check(familie)

    assert findings == ()


def test_every_item_from_1_to_44_is_asked_somewhere(familie: Questionnaire) -> None:
    items = [question.item for page in familie.pages for question in page.questions]

    assert set(items) == set(range(1, 45))
    assert items == sorted(items)


def test_everything_families_read_is_there_in_german_and_english(familie: Questionnaire) -> None:
    incomplete = [
        place
        for place, text in texts(familie)
        if not set(text) >= {"de", "en"} or not all(wording.strip() for wording in text.values())
    ]

    assert len(list(texts(familie))) > 400
    assert incomplete == []


def test_both_languages_use_the_same_placeholders(familie: Questionnaire) -> None:
    def placeholders(wording: str) -> list[str]:
        return sorted(re.findall(r"{\w+}", wording))

    different = [
        place
        for place, text in texts(familie)
        if placeholders(text["de"]) != placeholders(text["en"])
    ]

    assert different == []


def test_german_texts_have_typographic_quotes_and_real_umlauts(familie: Questionnaire) -> None:
    wrong = [
        place
        for place, text in texts(familie)
        if '"' in text["de"]
        or "'" in text["de"]
        or re.search(r"\b(fuer|ueber|koennen)\b", text["de"])
    ]

    assert wrong == []


def test_a_page_has_one_to_five_questions_and_there_are_at_most_eight_sections(
    familie: Questionnaire,
) -> None:
    sizes = {page.id: len(page.questions) for page in familie.pages}

    assert all(1 <= size <= 5 for size in sizes.values()), sizes
    assert len(familie.sections) <= 8


def test_every_unmet_need_names_the_facilities_that_answer_it(familie: Questionnaire) -> None:
    plannings = {
        part.id: part.planning
        for part in (*familie.indicators, *(q for page in familie.pages for q in page.questions))
    }

    unmet = {id_: each for id_, each in plannings.items() if each.measures is Measures.UNMET_NEED}

    assert len(unmet) >= 15
    assert [id_ for id_, each in unmet.items() if not each.facility_types] == []


def test_all_facility_types_are_explained_to_reviewers(familie: Questionnaire) -> None:
    page = (QUESTIONNAIRES / "README.md").read_text(encoding="utf-8")
    known = set(re.findall(r"\| `(\w+)` \| [A-Zw]", page))

    named = {code for part in parts_with_facilities(familie) for code in part.facility_types}

    assert named <= known, named - known


def parts_with_facilities(familie: Questionnaire) -> Iterator[Any]:
    """Iterate over everything that names facility types."""
    yield from (indicator.planning for indicator in familie.indicators)
    for page in familie.pages:
        for question in page.questions:
            yield question.planning
            yield from question.options
            yield from question.rows


def test_fields_of_action_two_to_six_have_indicators_for_families_and_children(
    familie: Questionnaire,
) -> None:
    fields_met = {field for each in familie.indicators for field in each.planning.fields}
    units = {each.planning.unit.value for each in familie.indicators}

    assert 10 <= len(familie.indicators) <= 14
    assert fields_met >= {"HF2", "HF3", "HF4", "HF5", "HF6"}
    assert units == {"family", "child"}


def test_findings_name_share_and_place_in_every_language(familie: Questionnaire) -> None:
    wordings = [text for each in familie.indicators for text in each.sentence.values()]
    german = [each.sentence["de"] for each in familie.indicators]

    assert all("{share}" in wording and "{place}" in wording for wording in wordings)
    assert all("in {place}" in wording for wording in german)


def test_paired_questions_have_the_same_rows(familie: Questionnaire) -> None:
    questions = {each.id: each for page in familie.pages for each in page.questions}

    rows = [
        (codes(questions[pair.importance].rows), codes(questions[pair.satisfaction].rows))
        for pair in familie.pairs
    ]

    assert len(rows) == 2
    assert all(importance == satisfaction for importance, satisfaction in rows)


def test_importance_and_satisfaction_both_call_five_the_best(familie: Questionnaire) -> None:
    values = {
        name: [option.value for option in familie.scales[name] if option.value is not None]
        for name in ("importance", "satisfaction", "contentment")
    }

    assert set(map(tuple, values.values())) == {(5, 4, 3, 2, 1)}


def test_numbers_have_limits_and_a_unit(familie: Questionnaire) -> None:
    numbers = [q for page in familie.pages for q in page.questions if q.type == "number"]

    assert len(numbers) == 6
    assert all(q.minimum is not None and q.maximum is not None and q.unit_text for q in numbers)


def test_free_texts_ask_for_no_names(familie: Questionnaire) -> None:
    hints = {
        q.item: q.hint["de"] for page in familie.pages for q in page.questions if q.type == "text"
    }

    assert set(hints) == {13, 22, 40, 44}
    assert all("keine Namen" in hint and "getrennt" in hint for hint in hints.values())


def test_sensitive_questions_say_why_and_that_the_answer_is_voluntary(
    familie: Questionnaire,
) -> None:
    purposes = {
        q.id: q.purpose["de"] for page in familie.pages for q in page.questions if q.is_sensitive
    }

    assert set(purposes) == {"special_need", "support_fit", "health", "income", "benefits"}
    assert all("Wir fragen" in each and "freiwillig" in each for each in purposes.values())


def test_every_question_has_a_short_name_for_planners_without_placeholders(
    familie: Questionnaire,
) -> None:
    labels = {q.id: q.label for page in familie.pages for q in page.questions}

    assert all(label and "{" not in label["de"] + label["en"] for label in labels.values())
    assert len({label["de"] for label in labels.values() if label}) == len(labels)
