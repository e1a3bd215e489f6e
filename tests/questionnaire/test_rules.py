"""The rules of good questionnaires: each finds its mistake alone, and none where there is none."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.checks import (
    RULES,
    Figures,
    Level,
    check,
    hindrances,
    rules_page,
)
from surveyapp.questionnaire.rules import german
from surveyapp.questionnaire.rules.readability import lix, sentences, words
from surveyapp.questionnaire.translations import noted
from tests.questionnaire.mini import NAMES, source
from tests.questionnaire_folder import BROKEN, healthy

TYPES = Path(document.__file__).parent / "types"
WITHOUT_FILE = {"Q019", "Q020", "Q063", "Q089"}
"""``document.read`` refuses these already, or they need more than a file; tests below show them."""

FIGURES = Figures("Musterkreis", {"a": 60.0, "b": 90.0, "c": 400.0})


def _rules_broken(text):
    return {each.rule for each in check(document.parse(text), FIGURES)}


def _broken(rule):
    return (BROKEN / f"{rule}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", sorted(RULES.keys() - WITHOUT_FILE))
def test_a_rule_finds_its_mistake_and_no_other(rule):
    found = _rules_broken(_broken(rule))

    assert found == {rule}


@pytest.mark.parametrize("rule", sorted(RULES.keys() - WITHOUT_FILE))
def test_the_mended_questionnaire_has_no_findings(rule):
    found = _rules_broken(healthy(rule))

    assert found == set()


def test_an_expression_that_cannot_be_read_is_found():
    good = document.parse(source("skip_rule"))
    bad = replace(good, pages=(good.pages[0], replace(good.pages[1], show="kita =")))

    findings = hindrances(check(bad))

    assert [(each.rule, each.path) for each in findings] == [("Q020", "pages[1].show")]


def test_an_address_asked_beside_the_answers_is_found():
    good = document.parse(source("skip_rule"))
    page = good.pages[0]
    mail = replace(page.questions[0], id="mail", type="email", options=(), planning=None, item=None)
    bad = replace(good, pages=(replace(page, questions=(*page.questions, mail)), *good.pages[1:]))

    findings = check(bad)

    assert "Q019" in {each.rule for each in hindrances(findings)}


def test_a_picture_that_is_not_there_is_found():
    good = document.parse(source("image"))
    pictures = {
        option.image for page in good.pages for each in page.questions for option in each.options
    } - {None}
    missing = min(pictures)

    some = check(good, pictures=frozenset(pictures - {missing}))
    every = check(good, pictures=frozenset(pictures))

    assert [each.words["name"] for each in some if each.rule == "Q063"] == [missing]
    assert "Q063" not in {each.rule for each in every}


def test_axes_that_leave_hardly_a_family_in_a_village_are_found():
    one = document.parse(_broken("Q093"))
    axes = tuple(replace(one.axes[0], id=f"ax{n}") for n in range(3))

    alone = check(replace(one, axes=axes), FIGURES)
    together = check(replace(one, axes=axes[:2]), FIGURES)

    assert [each.path for each in alone if each.rule == "Q089"] == ["axes"]
    assert "Q089" not in {each.rule for each in together}


def test_a_list_called_like_a_question_is_found():
    good = document.parse(source("repeat_children"))
    count = good.lists[0].count
    bad = replace(good, lists=(replace(good.lists[0], id=count),))

    findings = check(bad)

    assert ("Q001", "lists[0].id") in {(each.rule, each.path) for each in findings}


@pytest.mark.parametrize("name", NAMES)
def test_a_good_questionnaire_can_be_published(name):
    findings = check(document.parse(source(name)))

    assert hindrances(findings) == ()


@pytest.mark.parametrize("name", library.ids())
def test_the_questionnaires_of_the_product_have_no_findings(name):
    findings = check(library.load(name))

    assert [str(each) for each in findings] == []


def _placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_explains_itself_in_both_languages_with_the_same_words(rule):
    found, page = RULES[rule], german.page(rule)

    what, why, example = found.help().split("\n\n", 2)

    assert what.endswith(".")
    assert len(why) > 40
    assert "Broken:" in example
    assert "Mended:" in example
    assert len(page.help) > 60
    assert page.sentences.keys() == found.sentences.keys()
    for key, (sentence, cure) in found.sentences.items():
        assert _placeholders("".join(page.sentences[key])) == _placeholders(sentence + cure)


def test_rules_of_both_levels_exist_and_there_are_at_least_sixty():
    levels = {each.level for each in RULES.values()}

    assert levels == {Level.ERROR, Level.ADVICE}
    assert len(RULES) >= 60
    assert german.pages().keys() == RULES.keys()


def _template(node):
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(each.value if isinstance(each, ast.Constant) else "7" for each in node.values)


def _flaws_of_types():
    for path in sorted(TYPES.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Flaw":
                for each in node.args[1:]:
                    if isinstance(each, ast.Constant | ast.JoinedStr):
                        yield _template(each)


def test_what_question_types_find_wrong_is_said_in_german():
    missing = [each for each in _flaws_of_types() if german.flaw(each) == each]

    assert missing == []


def test_readability_is_words_per_sentence_and_the_share_of_long_words():
    text = "Passen die Zeiten der Kita zu Ihrer Arbeit? Die Betreuungszeiten reichen."

    said, long = len(words(text)), 2  # Betreuungszeiten, reichen

    assert (said, len(sentences(text))) == (11, 2)
    assert lix(text) == pytest.approx(11 / 2 + 100 * long / 11)


def test_noting_translations_twice_changes_nothing_but_the_note():
    text = source("skip_rule")

    once = noted(text, document.parse(text))
    again = noted(once, document.parse(once))

    assert once.startswith(text)
    assert again == once
    assert "Q036" not in {each.rule for each in check(document.parse(once))}


def test_the_page_of_the_rules_is_what_the_rules_say():
    page = Path(__file__).parents[2] / "docs" / "rules.md"

    assert page.read_text(encoding="utf-8") == rules_page()
