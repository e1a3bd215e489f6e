"""What LimeSurvey imports in spite of a mistake comes over, and the mistake is remarked."""

import pytest

from tests.exchange.limesurvey.reading import question, refusals, said, take, take_questions
from tests.exchange.limesurvey.test_broken import GOOD, _changed, _with
from tests.exchange.limesurvey.written import G, Q, lss

TOLERATED = {
    "group unknown": (
        _changed("questions", 0, gid="77"),
        "questions, row 1: Die Zeile verweist auf gid „77“",
    ),
    "group without id": (
        lss([*GOOD, G("x", [Q("C", "Y")])]).replace(b"<gid><![CDATA[2]]></gid>", b"<gid></gid>", 1),
        "groups, row 2: Die Zeile verweist auf gid „–“",
    ),
    "another survey": (_changed("questions", 0, sid="1"), "gehört zur Umfrage „1“"),
    "another survey's group": (
        _changed("groups", 0, sid="1"),
        "groups, row 1: Die Zeile gehört zur Umfrage „1“",
    ),
    "answer of nothing": (
        _changed("answers", 1, qid="999"),
        "answers, row 2: Die Zeile verweist auf qid „999“",
    ),
    "text of no answer": (
        _changed("answer_l10ns", 0, aid="99"),
        "answer_l10ns, row 1: Die Zeile verweist auf aid",
    ),
    "subquestion of nothing": (
        _changed("subquestions", 0, parent_qid="9"),
        "verweist auf parent_qid „9“",
    ),
    "attribute of nothing": (
        _with(question_attributes=[{"qid": "9", "attribute": "hidden", "value": "1"}]),
        "question_attributes, row 1: Die Zeile verweist auf qid „9“",
    ),
    "text of no group": (
        _changed("group_l10ns", 0, gid="9"),
        "group_l10ns, row 1: Die Zeile verweist auf gid „9“",
    ),
    "default of nothing": (
        _with(defaultvalues=[{"qid": "9", "defaultvalue": "x"}]),
        "defaultvalues, row 1: Die Zeile verweist auf qid „9“",
    ),
    "two questions, one code": (
        _changed("questions", 1, title="A"),
        "Der Fragecode „A“ fehlt, ist unlesbar oder vergeben; er wird zu „Ar1“",
    ),
    "code begins with a digit": (
        _changed("questions", 0, title="1A"),
        "er wird zu „q1A“",
    ),
    "code with blanks": (_changed("questions", 0, title="A B"), "er wird zu „AB“"),
    "two subquestions, one code": (
        lss([G("x", [Q("A", "M", subs={"S1": "a", "S2": "b"})])]).replace(b"[S2]", b"[S1]"),
        "Der Code „S1“ der Teilfrage fehlt oder ist vergeben; er wird zu „S1r1“",
    ),
    "no code": (_changed("questions", 0, title=""), "er wird zu „q“"),
    "list without answers": (
        lss([*GOOD, G("x", [Q("C", "L")])]),
        "question C: Die Frage hat keine Antworten",
    ),
    "table without rows": (
        lss([*GOOD, G("x", [Q("C", "F", answers={"A1": "a"})])]),
        "question C: Die Frage hat keine Teilfragen",
    ),
    "condition on nothing": (
        _with(
            conditions=[
                {
                    "qid": "102",
                    "cqid": "9",
                    "cfieldname": "123456X1X9",
                    "method": "==",
                    "value": "1",
                }
            ]
        ),
        "conditions, row 1: Die Bedingung verweist auf cqid „9“",
    ),
    "condition of nothing": (
        _with(
            conditions=[
                {
                    "qid": "9",
                    "cqid": "101",
                    "cfieldname": "123456X1X101",
                    "method": "==",
                    "value": "1",
                }
            ]
        ),
        "conditions, row 1: Die Bedingung verweist auf qid „9“",
    ),
    "condition with an unknown sign": (
        _with(
            conditions=[
                {
                    "qid": "102",
                    "cqid": "101",
                    "cfieldname": "123456X1X101",
                    "method": "~",
                    "value": "1",
                }
            ]
        ),
        "conditions, row 1: Die Vergleichsart „~“ gibt es nicht",
    ),
    "filter by nothing": (
        lss([G("x", [Q("A", "M", subs={"S1": "a"}, attributes={"array_filter": "Nobody"})])]),
        "Der Filter nennt die Frage „Nobody“, die es nicht gibt",
    ),
    "endless brackets": (
        lss([G("x", [Q("A", "Y"), Q("B", "Y", relevance="(" * 5000 + "A" + ")" * 5000)])]),
        "ist fehlerhaft",
    ),
    "endless expression": (
        lss([G("x", [Q("A", "N"), Q("B", "Y", relevance="+".join(["A"] * 20_000))])]),
        "ist fehlerhaft",
    ),
    "endless negation": (
        lss([G("x", [Q("A", "Y"), Q("B", "Y", relevance="!" * 9000 + "A")])]),
        "ist fehlerhaft",
    ),
    "a group's expression": (
        lss([G("x", [Q("A", "Y")], relevance="Nobody == 1")]),
        "group x: Der Ausdruck „Nobody == 1“ nennt Nobody",
    ),
    "a validation's expression": (
        lss([G("x", [Q("A", "N", attributes={"em_validation_q": "this >"})])]),
        "question A: Der Ausdruck „this >“ ist fehlerhaft",
    ),
}


@pytest.mark.parametrize("name", TOLERATED)
def test_a_mistake_that_limesurvey_imports_is_remarked(name):
    content, sentence = TOLERATED[name]

    found = take(content)

    remarks = said((*found.changed, *found.dropped))
    assert any(sentence in each for each in remarks), remarks


def test_a_renamed_question_is_not_mistaken_for_the_one_before():
    content = lss([G("x", [Q("A", "Y"), Q("C", "N"), Q("B", "Y", relevance="A == 'Y'")])])
    content = content.replace(b"[C]", b"[A]")

    found = take(content)

    assert question(found, "b").show == "a == 'yes'"
    assert question(found, "ar1").type == "number"


@pytest.mark.parametrize(
    ("theirs", "shown"),
    [
        ("A == 'Y' and Nobody == 1", "a == 'yes'"),
        ("count(Nobody, N) > 0 and A == 'Y'", "a == 'yes'"),
        ("A == 'Y' or Nobody == 1", None),
        ("{A.NAOK == 'Y'}", "a == 'yes'"),
        (" { A.NAOK == 'Y' } ", "a == 'yes'"),
    ],
)
def test_of_a_condition_stays_what_the_survey_knows(theirs, shown):
    found = take_questions(Q("A", "Y"), Q("B", "Y", relevance=theirs))

    assert question(found, "b").show == shown
    lost = [each for each in said(found.changed) if "nennt Nobody" in each]
    assert len(lost) == ("Nobody" in theirs)


def test_conditions_on_a_list_without_answers_are_lost_with_it():
    found = take_questions(Q("A", "L"), Q("B", "Y", relevance="A == '1'"), Q("C", "Y"))

    assert [each.id for page in found.questionnaire.pages for each in page.questions] == ["b", "c"]
    assert question(found, "b").show is None
    assert any("question B: Die Bedingung" in each for each in said(found.dropped))


def test_nothing_but_lists_without_answers_is_refused():
    content = lss([G("x", [Q("A", "L")])])

    errors = refusals(content)

    assert errors == ["document: Keine Frage bleibt übrig, die gestellt werden kann"]


def test_a_file_whose_only_group_cannot_be_found_is_refused():
    content = _changed("groups", 0, gid="")

    errors = refusals(content)

    assert errors == ["document: Keine Frage bleibt übrig, die gestellt werden kann"]


def test_the_end_shows_no_answers():
    questions = [G("x", [Q("A", "Y")])]
    content = lss(
        questions,
        settings={"surveyls_endtext": "Danke für {A.shown}, {if(A == 'Y', 'ja', 'nein')}!"},
    )

    found = take(content)

    assert found.questionnaire.thanks == {"de": "Danke für …, …!"}
    assert any("{A.shown} wird zu „…“" in each for each in said(found.changed))
