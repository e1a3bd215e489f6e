"""ExpressionScript in our expressions."""

import pytest

from tests.exchange.limesurvey.reading import question, said, take, take_questions
from tests.exchange.limesurvey.surveys import logic
from tests.exchange.limesurvey.written import G, Q, lss

NUMBERS = {"1": "eins", "2": "zwei", "3": "drei"}
BEFORE = (
    Q(
        "One",
        "L",
        answers={"1": "ja", "2": "nein", "3": "bald"},
        points={"1": 10, "2": 20, "3": 30},
    ),
    Q("Two", "M", subs={"SQ001": "a", "SQ002": "b"}, other=True),
    Q("Rows", "F", subs={"SQ001": "a", "2": "b"}, answers=NUMBERS),
    Q("Num", "N"),
    Q("Day", "D"),
    Q("Text", "S"),
    Q("Yes", "Y"),
    Q("Five", "5"),
    Q("Sum", "K", subs={"A": "a", "B": "b"}),
    Q("Dual", "1", subs={"A": "a"}, answers=NUMBERS, second=NUMBERS),
    Q(
        "Box",
        ":",
        subs={"Y1": "a"},
        columns={"X1": "x"},
        attributes={"multiflexible_checkbox": "1"},
    ),
    Q("Cell", ":", subs={"Y1": "a"}, columns={"X1": "x"}),
    Q("Rank", "R", answers={"A": "a", "B": "b"}),
    Q("Gender", "G"),
)
QID = {"One": 101, "Two": 102}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ('One.NAOK == "1"', "one == '1'"),
        ('One == "1"', "one == '1'"),
        ("'1' == One", "one == '1'"),
        ("One eq 1", "one == '1'"),
        ('One.NAOK != "2"', "not (one == '2')"),
        ("One ne 2", "not (one == '2')"),
        ("One <> 2", "not (one == '2')"),
        ("One.NAOK > 1", "one in ['2', '3']"),
        ("2 <= One.NAOK", "one in ['2', '3']"),
        ("One.valueNAOK == 20", "one == '2'"),
        ("One.value >= 20", "one in ['2', '3']"),
        ("is_empty(One.NAOK)", "not (answered(one))"),
        ("!is_empty(One.NAOK)", "answered(one)"),
        ('One.NAOK == ""', "not (answered(one))"),
        ('One.NAOK != ""', "answered(one)"),
        ("One", "answered(one)"),
        ("!One", "not (answered(one))"),
        ('Two_SQ001.NAOK == "Y"', "two has 'sq001'"),
        ('Two_SQ001 != "Y"', "not (two has 'sq001')"),
        ("Two_SQ001", "two has 'sq001'"),
        ("is_empty(Two_SQ001)", "not (two has 'sq001')"),
        ("!is_empty(Two_other.NAOK)", "two has 'other'"),
        ("count(that.Two.NAOK) > 1", "count(two) > 1"),
        ("count(Two_SQ001, Two_SQ002, Two_other) > 1", "count(two) > 1"),
        ('countif("Y", that.Two.NAOK) ge 2', "count(two) >= 2"),
        (
            "count(Two_SQ001, Two_SQ002) == 2",
            "(if(two has 'sq001', 1, 0) + if(two has 'sq002', 1, 0)) == 2",
        ),
        ('Rows_SQ001.NAOK == "3"', "rows.sq001 == '3'"),
        ("Rows_2 lt 3", "rows.r2 in ['1', '2']"),
        (
            "countif(3, Rows_SQ001, Rows_2) > 0",
            "(if(rows.sq001 == '3', 1, 0) + if(rows.r2 == '3', 1, 0)) > 0",
        ),
        ("Num.NAOK * 2 + 1 >= 7 / 2", "((num * 2) + 1) >= (7 / 2)"),
        ("Num == ''", "not (answered(num))"),
        ("Num != 3", "not (num == 3)"),
        ("-Num < -1", "(0 - num) < (0 - 1)"),
        ("Num", "answered(num) and not (num == 0)"),
        ("Num % 2 == 1", "mod(num, 2) == 1"),
        ('Day.NAOK >= "2024-05-31"', "day >= 20240531"),
        ("!is_empty(Text)", "answered(text)"),
        ('Yes == "Y" and Five > 3', "yes == 'yes' and five > 3"),
        ("Yes == 'N' || Five < 3 && Num > 1", "yes == 'no' or (five < 3 and num > 1)"),
        ("(Yes == 'N' OR Five < 3) AND Num > 1", "(yes == 'no' or five < 3) and num > 1"),
        ("!(Yes == 'Y')", "not (yes == 'yes')"),
        ("!!(Yes == 'Y')", "yes == 'yes'"),
        ("sum(Sum_A.NAOK, Sum_B.NAOK) > 10", "(coalesce(sum_2.a, 0) + coalesce(sum_2.b, 0)) > 10"),
        ("sum(that.Sum.NAOK) > 10", "(coalesce(sum_2.a, 0) + coalesce(sum_2.b, 0)) > 10"),
        ("Dual_A_0 == 1 and Dual_A_1 == 2", "dual.a == '1' and dual_2.a == '2'"),
        ("Box_Y1_X1 == 1", "box.y1 has 'x1'"),
        ("Cell_Y1_X1 > 4", "cell.y1 > 4"),
        ("!is_empty(Rank_1.NAOK)", "answered(rank)"),
        ("Gender == 'F'", "gender == 'f'"),
        ("in_array(One, '1', '3')", "one == '1' or one == '3'"),
        ("regexMatch('/^[12]$/', One)", "one in ['1', '2']"),
        ("max(Num, Five) > 3", "max(num, five) > 3"),
        ("round(Num / 2) == 2", "round((num / 2), 0) == 2"),
        ("if(Yes == 'Y', Num, Five) > 3", "if(yes == 'yes', num, five) > 3"),
        ("123456X1X101.NAOK == 2", "one == '2'"),
        ("123456X1X102SQ001 == 'Y'", "two has 'sq001'"),
        ("INSERTANS:123456X1X101 == 2", "one == '2'"),
        ("123456X1X116A#1 == 2", "dual_2.a == '2'"),
        ("((Q101.NAOK == 2))", "one == '2'"),
        ("Q102_S103.NAOK == 'Y'", "two has 'sq001'"),
        ("!is_empty(Q102_Cother.NAOK)", "two has 'other'"),
        ("Q116_S117#1 == 2", "dual_2.a == '2'"),
        ("1 and One == 1", "one == '1'"),
        ("date('Y') - Num > 18", "(wave.year - num) > 18"),
    ],
)
def test_what_can_be_said_exactly_is_said(theirs, ours):
    taken = take_questions(*BEFORE, Q("Last", "X", relevance=theirs))

    last = question(taken, "last")

    assert last.show == ours


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        ("Text == 'Kita'", "„Text“ steht Ausdrücken hier nicht offen"),
        ("strlen(Text) > 3", "die Funktion strlen() gibt es hier nicht"),
        ("Rank_2 == 'A'", "„Rank_2“ steht Ausdrücken hier nicht offen"),
        (
            "TOKEN:ATTRIBUTE_1 == 'x'",
            "Angaben aus der Teilnehmerliste gibt es nicht; Familien antworten anonym",
        ),
        ("One.relevanceStatus == 1", "„One.relevancestatus“ steht Ausdrücken hier nicht offen"),
        ("Num = 5", "Zuweisungen gibt es hier nicht"),
        ("Two_SQ001 > 'A'", "„Two_SQ001 > A“ steht Ausdrücken hier nicht offen"),
        ("substr(Text, 0, 1) == 'a'", "die Funktion substr() gibt es hier nicht"),
    ],
)
def test_what_cannot_be_said_is_reported_with_the_original(theirs, reason):
    taken = take_questions(*BEFORE, Q("Last", "X", relevance=theirs))

    report = said(taken.dropped)

    assert question(taken, "last").show is None
    assert f"question Last: Die Bedingung „{theirs}“ entfällt: {reason}" in report


def test_of_conditions_that_must_all_hold_the_sayable_ones_stay():
    taken = take_questions(
        *BEFORE, Q("Last", "Y", relevance="One == 1 and Text == 'x' and Num > 2")
    )

    report = said(taken.dropped)

    assert question(taken, "last").show == "one == '1' and num > 2"
    assert report == [
        (
            "question Last: Von der Bedingung „One == 1 and Text == 'x' and Num > 2“ entfällt ein Teil: "
            "„Text“ steht Ausdrücken hier nicht offen"
        )
    ]


def test_conditions_name_questions_in_the_old_way_and_in_the_new():
    first, second = Q("A", "M", subs={"S1": "eins"}), Q("B", "Y")
    row = {"cid": "1", "qid": "103", "cqid": "101", "method": "==", "value": "Y", "scenario": "1"}
    fields = ("+123456X1X101S1", "+Q101_S102")

    taken = [
        take_questions(first, second, conditions=[{**row, "cfieldname": field}]) for field in fields
    ]

    assert [question(each, "b").show for each in taken] == ["a has 's1'", "a has 's1'"]


def test_a_question_named_without_naok_must_have_been_asked():
    first = Q("A", "Y")
    second = Q("B", "Y", relevance="A == 'Y'")

    taken = take_questions(
        first, second, Q("C", "Y", relevance="B != 'Y'"), Q("D", "Y", relevance="B.NAOK != 'Y'")
    )

    assert question(taken, "c").show == "(a == 'yes') and (not (b == 'yes'))"
    assert question(taken, "d").show == "not (b == 'yes')"


def test_the_condition_of_a_group_holds_for_all_its_pages():
    many = [Q(f"Q{number}", "Y") for number in range(10)]

    taken = take(lss([G("Erste", [Q("A", "Y")]), G("Zweite", many, relevance="A == 'N'")]))

    assert [page.show for page in taken.questionnaire.pages] == [None, "a == 'no'", "a == 'no'"]


def test_array_filters_become_conditions_of_rows():
    source = Q("From", "M", subs={"A": "a", "B": "b"})
    shown = Q(
        "Shown",
        "F",
        subs={"A": "a", "B": "b", "C": "c"},
        answers=NUMBERS,
        attributes={"array_filter": "From"},
    )
    hidden = Q("Hidden", "M", subs={"A": "a"}, attributes={"array_filter_exclude": "From"})

    taken = take_questions(source, shown, hidden)

    assert [row.show for row in question(taken, "shown").rows] == [
        "from has 'a'",
        "from has 'b'",
        None,
    ]
    assert [each.show for each in question(taken, "hidden").options] == ["not (from has 'a')"]


def test_the_relevance_of_a_subquestion_shows_its_row():
    table = Q("Tab", "A", subs={"A": "a", "B": "b"}, sub_relevance={"B": "Yes.NAOK == 'Y'"})

    taken = take_questions(Q("Yes", "Y"), table)

    assert [row.show for row in question(taken, "tab").rows] == [None, "yes == 'yes'"]


def test_validation_becomes_checks_with_the_authors_words():
    asked = Q(
        "Year",
        "N",
        attributes={"em_validation_q": "this > 1950", "em_validation_q_tip": {"de": "Zu früh."}},
    )
    parts = Q(
        "Hours", "K", subs={"A": "a", "B": "b"}, attributes={"em_validation_sq": "this <= 24"}
    )

    taken = take_questions(asked, parts)

    check = question(taken, "year").checks[0]
    assert (check.that, check.message) == ("year > 1950", {"de": "Zu früh."})
    assert [each.that for each in question(taken, "hours").checks] == [
        "hours.a <= 24",
        "hours.b <= 24",
    ]


def test_a_sum_is_checked_only_where_something_was_filled_in():
    asked = Q("Share", "K", subs={"A": "a", "B": "b"}, attributes={"equals_num_value": "100"})

    taken = take_questions(asked)

    assert question(taken, "share").checks[0].that == (
        "(if(answered(share.a), 1, 0) + if(answered(share.b), 1, 0)) == 0"
        " or (coalesce(share.a, 0) + coalesce(share.b, 0)) == 100"
    )


def test_equations_become_computed_values():
    taken = take(logic())

    text, number = question(taken, "q7"), question(taken, "q8")

    assert (text.type, text.value) == ("computed", "if(q4 >= 3, 'many', 'few')")
    assert [option.code for option in text.options] == ["many", "few"]
    assert number.value == "(((coalesce(q4, 0) + 2) * 3) - 1)"
    assert question(taken, "q9").show == "q7 == 'many' and q8 > 5"


def test_an_equation_that_cannot_be_computed_takes_its_filters_with_it():
    equation = Q("Eq", "*", "{strtoupper(Name)}", attributes={"hidden": "1"})

    taken = take_questions(Q("Name", "S"), equation, Q("Last", "Y", relevance="Eq == 'A'"))

    assert "eq" not in [each.id for page in taken.questionnaire.pages for each in page.questions]
    assert question(taken, "last").show is None
    assert len(taken.dropped) == 3


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [
        (
            "Nobody == 1",
            "Der Ausdruck „Nobody == 1“ nennt Nobody; das gibt es in der Umfrage nicht",
        ),
        ("A == ", "Der Ausdruck „A ==“ ist fehlerhaft, bei „==“"),
        ("(A == 'Y'", "Der Ausdruck „(A == 'Y'“ ist fehlerhaft, bei „'Y'“"),
        ("A == 'Y' 5", "Der Ausdruck „A == 'Y' 5“ ist fehlerhaft, bei „5“"),
        ("A ==== 'Y'", "Der Ausdruck „A ==== 'Y'“ ist fehlerhaft, bei „== 'Y'“"),
        ("magic(A)", "Der Ausdruck „magic(A)“ nennt magic(); das gibt es in der Umfrage nicht"),
        (
            "123456X1X999 == 1",
            "Der Ausdruck „123456X1X999 == 1“ nennt 123456X1X999; das gibt es in der Umfrage nicht",
        ),
    ],
)
def test_broken_expressions_are_lost_and_quoted(theirs, sentence):
    found = take_questions(Q("A", "Y"), Q("B", "Y", relevance=theirs))

    assert question(found, "b").show is None
    remarks = [each for each in said(found.changed) if each.startswith(f"question B: {sentence}")]
    assert len(remarks) == 1
    assert remarks[0].endswith("eine Frage mit dieser Relevanz zeigt es nie")


def test_an_empty_answer_that_counts_as_small_in_limesurvey_is_remarked():
    taken = take_questions(Q("A", "N"), Q("B", "Y", relevance="A.NAOK < 3"))

    report = said(taken.changed)

    assert (
        "question B: Zu „A.NAOK < 3“: in LimeSurvey gilt eine leere Antwort als kleiner als jede Zahl, "
        "hier als unbekannt"
    ) in report


def test_entities_in_a_condition_are_read_as_limesurvey_reads_them():
    taken = take_questions(
        *BEFORE, Q("Ask", "S", relevance="Num &gt; 2 and One == &quot;1&quot; and Num &lt;&gt; 5")
    )

    assert "num > 2" in question(taken, "ask").show
    assert "one == '1'" in question(taken, "ask").show


@pytest.mark.parametrize(
    ("relevance", "expected"),
    [
        ("Rank2.NAOK >= 'A2'", "rank2 in ['a2', 'a3']"),
        ("Rank2.NAOK < 'A2'", "rank2 == 'a1'"),
        ("Rank2.NAOK > '2'", "1 == 0"),
    ],
)
def test_codes_of_letters_are_ordered_by_their_letters(relevance, expected):
    asked = Q("Rank2", "L", answers={"A1": "eins", "A2": "zwei", "A3": "drei"})

    taken = take_questions(asked, Q("Ask", "S", relevance=relevance))

    assert question(taken, "ask").show == expected


def test_the_wording_of_an_answer_decides_nothing_and_is_remarked():
    taken = take_questions(*BEFORE, Q("Ask", "S", relevance="One.shown == 'ja'"))

    assert question(taken, "ask").show is None
    assert any("One.shown" in each for each in said(taken.dropped))
