"""The rules of good questionnaires: each finds its mistake, and none finds one where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.checks import RULES, check
from tests.questionnaire.mini import NAMES, changed, source

LONG = "Sehr lang. " * 200
WISH = "measures: wish, unit: family"

MISTAKES = [
    ("Q001", "skip_rule", "id: satisfied", "id: kita"),
    ("Q001", "exclusive", "code: bus", "code: car"),
    ("Q001", "skip_rule", "id: end_page", "id: kita_page"),
    ("Q002", "skip_rule", "section: all", "section: none"),
    ("Q002", "matrix_rows", "scale: satisfaction", "scale: contentment"),
    ("Q002", "repeat_children", "repeat: children", "repeat: kids"),
    ("Q002", "matrix_rows", "importance: importance", "importance: weight"),
    ("Q003", "exclusive", "id: ways\n", "id: Ways\n"),
    ("Q003", "exclusive", "id: ways\n", "id: count\n"),
    ("Q004", "exclusive", "code: car", "code: refused"),
    ("Q004", "exclusive", "code: car", "code: My Car"),
    ("Q005", "repeat_rows", "rows_of: knowledge", "count: knowledge"),
    ("Q005", "repeat_rows", "answered: know\n", "answered: knew\n"),
    ("Q005", "options_list", "options_of: ways", "count: safe"),
    ("Q005", "options_list", "maximum: 3", "maximum: 3\n    minimum: 1"),
    ("Q005", "collect_list", "    collect: children\n", ""),
    ("Q005", "adults_and_children", "maximum: 3\n    label", "maximum: 60\n    label"),
    (
        "Q005",
        "nested_lists",
        "id: children\n    count",
        "id: children\n    within: places\n    count",
    ),
    ("Q002", "nested_lists", "within: children\n    count", "within: kids\n    count"),
    ("Q002", "collect_list", "collect: children", "collect: kids"),
    ("Q006", "nested_lists", "repeat: children\n    collect", "repeat: places\n    collect"),
    ("Q012", "adults_and_children", "unit: adult\n", "unit: child\n"),
    ("Q022", "section_show", "nurses == 'yes'", "enough_time == 'yes'"),
    ("Q005", "piping_plural", "count: children_count", "count: places"),
    (
        "Q006",
        "repeat_children",
        "section: home\n    title",
        "section: home\n    repeat: children\n    title",
    ),
    ("Q007", "number_limits", "        minimum: 1\n", ""),
    ("Q007", "number_limits", "maximum: 20", "maximum: 1"),
    ("Q007", "number_limits", "minimum: 1\n", "minimum: -9\n"),
    ("Q007", "exclusive", "max_choices: 2", "max_choices: 4"),
    ("Q007", "month", "maximum: 2030", "maximum: 1980"),
    ("Q007", "text", "maximum: 40", "maximum: 4000"),
    ("Q007", "text", "maximum: 40", "maximum: 40\n        required: true"),
    ("Q007", "skip_rule", "type: number", "type: single"),
    ("Q007", "skip_rule", "type: number", "type: matrix"),
    (
        "Q008",
        "matrix_rows",
        "options:\n          - {code: important",
        "scale: satisfaction\n        options:\n          - {code: important",
    ),
    ("Q010", "skip_rule", "item: 2", "item: 4"),
    (
        "Q011",
        "skip_rule",
        "sections:\n",
        "sections:\n  - {id: empty, title: {de: Leer, en: Empty}}\n",
    ),
    (
        "Q014",
        "skip_rule",
        "title: {de: Kita, en: Daycare}\n    questions",
        "title: {de: Kita, en: Daycare}\n    show: 1 == 1\n    questions",
    ),
    ("Q021", "skip_rule", "kita == 'yes'", "kitta == 'yes'"),
    ("Q021", "refuse", "refused(income)", "refused(income.net)"),
    ("Q021", "repeat_children", "any(children, age", "any(kids, age"),
    ("Q022", "skip_rule", "kita == 'yes'", "satisfied == 'good'"),
    ("Q023", "skip_rule", "kita == 'yes'", "kita == 1"),
    ("Q023", "skip_rule", "kita == 'yes'", "kita > 1"),
    ("Q023", "skip_rule", "kita == 'yes'", "kita has 'yes'"),
    ("Q023", "skip_rule", "kita == 'yes'", "kita"),
    ("Q023", "repeat_children", "hours_wish > hours_now", "hours_wish > age_band"),
    ("Q024", "skip_rule", "kita == 'yes'", "kita == 'ja'"),
    ("Q024", "repeat_rows", "row != 'advice'", "row != 'advise'"),
    ("Q024", "repeat_children", "age_band in ['0-2', '3-5']", "age_band in ['0-2', '3-6']"),
    ("Q025", "text", "type: text", "type: text\n        show: answered(wish)"),
    ("Q026", "repeat_children", "any(children, age_band == '0-2')", "age_band == '0-2'"),
    ("Q026", "repeat_children", "show: count(children) == 1", "show: hours_now == 1"),
    ("Q030", "skip_rule", "{de: Wartezeit, en: Waiting time}", "{de: Wartezeit}"),
    ("Q031", "skip_rule", "de: Wartezeit,", f"de: {LONG},"),
    ("Q032", "skip_rule", "{de: Wartezeit, en: Waiting time}", '{de: "{kito}", en: "{kito}"}'),
    ("Q032", "skip_rule", "{de: Wartezeit, en: Waiting time}", '{de: "{item}", en: "{item}"}'),
    (
        "Q032",
        "skip_rule",
        "{de: Wartezeit, en: Waiting time}",
        '{de: "{satisfied}", en: "{satisfied}"}',
    ),
    ("Q032", "piping_plural", "other {Sind", "many {Sind"),
    ("Q032", "piping_plural", "count(children), plural, one {Ist", "count(child), plural, one {Ist"),
    ("Q032", "piping_plural", "{Are your # children}", "{Are your {later} children}"),
    ("Q033", "municipality", "More about {municipality}", "More"),
    ("Q034", "skip_rule", "languages: [de, en]", "languages: [en]"),
    ("Q035", "skip_rule", "{de: Wartezeit,", "{de: 'Die \"Wartezeit\"',"),
    ("Q040", "municipality", "measures: wish, unit: family, facility_types: [housing]", WISH),
    (
        "Q040",
        "repeat_children",
        "{measures: unmet_need, unit: child, fields: [HF2], life_stages: [L1, L2], facility_types: [kita]}",
        "{measures: unmet_need, unit: child}",
    ),
    ("Q041", "matrix_rows", "code: parking", "code: parks"),
    ("Q042", "skip_rule", "fields: [HF2]", "fields: [HF9]"),
    (
        "Q043",
        "repeat_children",
        "measures: context, unit: child",
        "measures: context, unit: family",
    ),
    ("Q043", "skip_rule", "measures: use, unit: family", "measures: use, unit: child"),
    ("Q044", "repeat_children", '"6-9": [6, 9]', '"6-10": [6, 10]'),
    ("Q044", "repeat_children", '"6-9": [6, 9]', '"6-9": [9, 6]'),
    ("Q045", "refuse", ", show: income < 2000", ""),
    ("Q046", "number_limits", "minutes: 2", "minutes: 2\narea_question: rent"),
]


@pytest.mark.parametrize(("rule", "name", "old", "new"), MISTAKES)
def test_a_rule_finds_its_mistake_and_tells_the_cure(rule, name, old, new):
    findings = check(changed(name, old, new))

    mine = [each for each in findings if each.rule == rule]

    assert mine, findings
    assert all(each.path and each.sentence and each.cure for each in mine)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_questionnaire_has_no_findings(name):
    findings = check(document.parse(source(name)))

    assert findings == ()


def test_a_page_with_nine_questions_is_found():
    text = source("exclusive")
    start, question = text.split("      - id: ways\n")
    more = "".join(f"      - id: ways{n}\n{question}" for n in range(9))

    findings = check(document.parse(start + more))

    assert [each.rule for each in findings if each.rule == "Q009"] == ["Q009"]


def test_a_second_list_of_children_is_found():
    twice = "lists:\n  - id: kids\n    count: children_count\n    label: {de: A, en: A}\n"

    findings = check(changed("repeat_children", "lists:\n", twice))

    assert "Q012" in {each.rule for each in findings}


def test_an_expression_that_cannot_be_read_is_found():
    good = document.parse(source("skip_rule"))
    bad = replace(good, pages=(good.pages[0], replace(good.pages[1], show="kita =")))

    findings = check(bad)

    assert [(each.rule, each.path) for each in findings] == [("Q020", "pages[1].show")]


def test_every_rule_explains_itself_and_is_seen_to_find_something():
    seen = {rule for rule, *_ in MISTAKES} | {"Q009", "Q012", "Q020"}

    assert seen == set(RULES)
    for rule in RULES.values():
        what, why = rule.help.split("\n\n", 1)
        assert what.endswith(".")
        assert len(why) > 40
