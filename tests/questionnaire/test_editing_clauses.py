"""Conditions as clauses, findings with cures, and text from Word and Excel."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire import checks, document
from surveyapp.questionnaire.conditions import evaluate, evaluate_truth, parse
from surveyapp.questionnaire.editing import cures
from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.choosing import choices
from surveyapp.questionnaire.editing.clauses import (
    Clause,
    Clauses,
    Relation,
    Subject,
    Term,
    clauses_of,
    expression_of,
)
from surveyapp.questionnaire.editing.cures import CURES, CureKind, findings, searched
from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.questionnaire.editing.operations import apply, run
from surveyapp.questionnaire.editing.pasting import PastedPage, PastedQuestion, understand
from surveyapp.questionnaire.rules.rule import RULES
from surveyapp.questionnaire.values import Missing
from surveyapp.services.studio_words import cure_words, names_of, refusal_words, words_of
from tests.questionnaire.mini import FOLDER
from tests.questionnaire.test_editing import SMALL

# Conditions


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("kita == 'ja'", [Clause("kita", Relation.IS, ("ja",))]),
        ("not (kita in ['ja', 'bald'])", [Clause("kita", Relation.IS_NONE_OF, ("ja", "bald"))]),
        ("x >= 1 and x <= 5", [Clause("x", Relation.BETWEEN, (1, 5))]),
        ("count(children) > 2", [Clause("children", Relation.MORE, (2,), subject=Subject.COUNT)]),
        ("not answered(m.row_a)", [Clause("m", Relation.NOT_ANSWERED, (), "row_a")]),
        ("ways has 'bus'", [Clause("ways", Relation.CONTAINS, ("bus",))]),
        ("a == b", [Clause("a", Relation.IS, (Term("b"),))]),
        (
            "a + m.row_a + count(children) <= sum(children, hours)",
            [
                Clause(
                    "a",
                    Relation.AT_MOST,
                    (Term("children", "hours", Subject.SUM),),
                    plus=(Term("m", "row_a"), Term("children", subject=Subject.COUNT)),
                )
            ],
        ),
    ],
)
def test_a_common_condition_is_read_as_clauses(text, clauses):
    assert clauses_of(text) == Clauses(all=True, parts=tuple(clauses))


def test_groups_are_read_one_level_deep():
    found = clauses_of("(a == '1' or b == '2') and c >= 1 and c <= 3")

    either = Clauses(
        all=False, parts=(Clause("a", Relation.IS, ("1",)), Clause("b", Relation.IS, ("2",)))
    )
    assert found == Clauses(all=True, parts=(either, Clause("c", Relation.BETWEEN, (1, 3))))


@pytest.mark.parametrize(
    "text",
    [
        *("any(children, age == '3')", "x + 1 > 2", "5 < x", "not (a == '1')", "wave.year > 2020"),
        *("a + 1 == b", "a - b > 2", "a + (b + c) > 2", "sum(children, x + 1) > 2"),
        "((a == '1' or (b == '2' and (c == '3' or d == '4'))) and e == '5')",
    ],
)
def test_what_says_more_than_clauses_stays_text(text):
    assert clauses_of(text) is None


def test_a_clause_without_its_values_is_refused():
    with pytest.raises(ValueError, match="between needs 2 values and has 1"):
        expression_of(Clauses(all=True, parts=(Clause("x", Relation.BETWEEN, (1,)),)))


NAMES = ("a", "b", "c")
CODES = st.sampled_from(["x", "y", "z"])
NUMBERS = st.integers(-3, 9)
ONE = [Relation.IS, Relation.IS_NOT, Relation.CONTAINS, Relation.CONTAINS_NOT]
MANY = [Relation.IS_ONE_OF, Relation.IS_NONE_OF, Relation.CONTAINS_ANY, Relation.CONTAINS_ALL]
SIZES = [Relation.LESS, Relation.AT_MOST, Relation.MORE, Relation.AT_LEAST]
STATES = [Relation.ANSWERED, Relation.NOT_ANSWERED, Relation.REFUSED]


TERM = st.builds(Term, st.sampled_from(NAMES))


def clause(relations, values):
    """Draw a clause of one of some relations."""
    return st.builds(Clause, st.sampled_from(NAMES), st.sampled_from(relations), values)


CLAUSE = st.one_of(
    clause(ONE, st.tuples(CODES)),
    clause(MANY, st.lists(CODES, min_size=1, max_size=3).map(tuple)),
    clause(SIZES, st.tuples(NUMBERS)),
    clause([Relation.BETWEEN], st.tuples(NUMBERS, NUMBERS)),
    st.builds(
        Clause,
        st.sampled_from(NAMES),
        st.sampled_from(SIZES),
        st.tuples(NUMBERS | TERM),
        plus=st.lists(TERM, max_size=2).map(tuple),
    ),
    clause(STATES, st.just(())),
)
GROUP = st.builds(Clauses, st.booleans(), st.lists(CLAUSE, min_size=1, max_size=3).map(tuple))
CLAUSES = st.builds(
    Clauses, st.booleans(), st.lists(CLAUSE | GROUP, min_size=1, max_size=4).map(tuple)
)
ANSWER = st.one_of(
    CODES, NUMBERS, st.lists(CODES, max_size=3).map(tuple), st.sampled_from([*Missing])
)


class Known:
    """Answers to three questions that are not on any list."""

    def __init__(self, answers):
        self.answers = answers

    def value(self, question, _row):
        return self.answers[question]

    def is_answered(self, question, _row):
        return not isinstance(self.answers[question], Missing)

    def is_refused(self, question, _row):
        return self.answers[question] is Missing.REFUSED

    def is_list(self, _name):
        return False


@settings(max_examples=150, deadline=None)
@given(CLAUSES, st.fixed_dictionaries(dict.fromkeys(NAMES, ANSWER)))
def test_clauses_written_and_read_again_mean_the_same(clauses, answers):
    text = expression_of(clauses)

    again = clauses_of(text)

    assert again is not None
    one, other = parse(text), parse(expression_of(again))
    assert evaluate(one, Known(answers)) == evaluate(other, Known(answers))
    assert evaluate_truth(one, Known(answers)) == evaluate_truth(other, Known(answers))


def test_a_condition_may_ask_for_what_comes_before():
    questionnaire = trees.questionnaire_of(SMALL)

    of_page = choices(questionnaire, "page/zwei")
    of_second = choices(questionnaire, "question/stunden")

    assert [each.name for each in of_page] == ["kita", "stunden"]
    assert [each.name for each in of_second] == ["kita"]
    assert of_page[0].values == (("ja", "ja"), ("nein", "nein"), ("bald", "bald"))
    assert Relation.IS_ONE_OF in of_page[0].relations
    assert Relation.BETWEEN in of_page[1].relations
    assert choices(questionnaire, "question/kita") == ()


def test_a_page_for_each_child_may_ask_for_the_child_and_how_many_there_are():
    questionnaire = document.read(FOLDER / "repeat_children.yaml")
    last = questionnaire.pages[-1]

    found = choices(questionnaire, f"page/{last.id}/check/0")

    assert {each.subject for each in found} == set(Subject)


# Findings and cures


def of_rule(number):
    """Return the small faulty questionnaire of a rule."""
    return trees.read((FOLDER / "rules" / f"{number}.yaml").read_text(encoding="utf-8"))


CURED = sorted(
    number
    for number in CURES
    if (FOLDER / "rules" / f"{number}.yaml").exists() and number != "Q047"
)


@pytest.mark.parametrize("number", CURED)
def test_a_cure_mends_what_was_found(number):
    tree = of_rule(number)
    found = [each for each in searched(tree) if each.finding.rule == number]
    cured = [each for each in found if each.cures]

    mended = run(tree, *cured[0].cures[0].edits)

    assert not isinstance(mended, Refusal), refusal_words(mended)
    left = [
        each for each in checks.check(trees.questionnaire_of(mended.tree)) if each.rule == number
    ]
    assert len(left) < len(found)
    assert cure_words(cured[0].cures[0])


def test_every_cure_is_of_a_rule_and_has_words():
    assert set(CURES) <= set(RULES)
    assert all(cure_words(cures.Cure(kind, ())) for kind in CureKind)


def test_a_finding_stands_at_its_element():
    tree = apply(SMALL, Edit("set_text", "question/kita/option/ja", {"text": "ja - immer"}))

    found = [each for each in findings(tree) if each.finding.rule == "Q038"]

    assert [(each.path, each.property) for each in found] == [("question/kita/option/ja", "text")]
    assert found[0].cures[0].edits[0].arguments["text"] == "ja – immer"


def test_every_refusal_and_every_edit_has_german_words():
    words = {"name": "x", "value": "x", "id": "x", "references": [["question/kita", "show"]]}

    said = [refusal_words(Refusal(reason, "question/kita", words)) for reason in Reason]

    assert all(each.endswith(".") for each in said)
    assert words_of(Edit("set_text", "question/kita/option/ja")) == (
        "Antwort „ja“ der Frage „kita“: Wortlaut geändert"
    )
    assert words_of(Edit("move", "question/stunden"), names_of(SMALL)) == (
        "Frage „Wie viele?“: verschoben"
    )
    assert words_of(Edit("add_question", "page/eins", {"text": "Wie alt?"})) == (
        "Frage angelegt: „Wie alt?“"
    )


# Text from Word and Excel

WORD = """Wohnen

1. Wie wohnen Sie?
○ zur Miete
○ im Eigentum
○ keine Angabe

2. Was fehlt in Ihrem Ort? (Mehrfachnennungen möglich)
- Spielplatz
- Bus

Kinder

Wie viele Kinder haben Sie?
Haben Sie einen Kita-Platz?
ja
nein

Was möchten Sie uns noch sagen?
"""


def test_text_from_word_becomes_pages_with_questions():
    pasted = understand(WORD)

    assert pasted.pages == (
        PastedPage(
            "Wohnen",
            (
                PastedQuestion("Wie wohnen Sie?", "single", ("zur Miete", "im Eigentum")),
                PastedQuestion(
                    "Was fehlt in Ihrem Ort? (Mehrfachnennungen möglich)",
                    "multiple",
                    ("Spielplatz", "Bus"),
                ),
            ),
        ),
        PastedPage(
            "Kinder",
            (
                PastedQuestion("Wie viele Kinder haben Sie?", "number"),
                PastedQuestion("Haben Sie einen Kita-Platz?", "yesno"),
                PastedQuestion("Was möchten Sie uns noch sagen?", "text"),
            ),
        ),
    )
    assert pasted.left_over == ()


def test_rows_of_excel_become_questions():
    rows = (
        "Frage\tArt\tAntworten",
        "Wie kommen Sie hin?\tMehrfachauswahl\tBus; Rad; zu Fuß",
        "Wie zufrieden sind Sie?\tsehr\tkaum",
    )
    text = "\n".join(rows)

    pages = understand(text).pages

    assert pages == (
        PastedPage(
            "",
            (
                PastedQuestion("Wie kommen Sie hin?", "multiple", ("Bus", "Rad", "zu Fuß")),
                PastedQuestion("Wie zufrieden sind Sie?", "single", ("sehr", "kaum")),
            ),
        ),
    )


def test_tabs_and_lines_to_write_on_as_word_copies_them_are_understood():
    rows = (
        "Teil A\n",
        "1.\tIn welcher Gemeinde wohnen Sie?",
        "\t☐\tRoßleben",
        "\t☐\tSondershausen",
        "Was fehlt? ______________",
        "_______________",
        "Wie zufrieden sind Sie?",
        "\tsehr\tkaum",
        "Wege\t☐\t☐",
        "Zeiten\t\t",
    )

    pages = understand("\n".join(rows)).pages

    assert pages == (
        PastedPage(
            "Teil A",
            (
                PastedQuestion(
                    "In welcher Gemeinde wohnen Sie?", "single", ("Roßleben", "Sondershausen")
                ),
                PastedQuestion("Was fehlt?", "text"),
                PastedQuestion(
                    "Wie zufrieden sind Sie?", "matrix", ("sehr", "kaum"), ("Wege", "Zeiten")
                ),
            ),
        ),
    )


def test_what_is_pasted_stands_where_it_was_pasted():
    made = run(SMALL, Edit("paste", "page/eins", {"text": "Wie alt sind Sie?\n" + "\n" + WORD}))

    assert made.made == "page/eins"
    assert [page["title"]["de"] for page in made.tree["pages"]] == [
        "Eins",
        "Wohnen",
        "Kinder",
        "Zwei",
    ]
    assert made.tree["pages"][0]["questions"][-1]["id"] == "alt"
    assert [each["code"] for each in made.tree["pages"][1]["questions"][0]["options"]] == [
        "zur_miete",
        "im_eigentum",
    ]
    assert isinstance(apply(SMALL, Edit("paste", "", {"text": "Nur ein Satz."})), Refusal)
