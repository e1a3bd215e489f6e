"""Every kind of expression of a form, and what it is with us."""

import pytest

from tests.exchange.xlsform.forms import (
    changed,
    dropped,
    form,
    questions,
    sheet,
    survey,
    taken,
)

Q = "type | name | label::de"
CHOICES = sheet(
    "choices",
    "list_name | name | label::de",
    "yn | yes | ja",
    "yn | no | nein",
    "off | kita | Kita",
    "off | hort | Hort",
    "off | none | nichts",
    "pt | 1 | eins",
    "pt | 2 | zwei",
    "pt | 3 | drei",
)
KNOWN = (
    "integer | n | N",
    "decimal | d | D",
    "text | t | T",
    "select_one yn | s | S",
    "select_one yn | s2 | S",
    "select_multiple off | m | M",
    "select_one pt | p | P",
    "date | born | B",
    "time | at | A",
    "acknowledge | ok | OK",
    "calculate | flag | | | ${n} > 1",
    "calculate | age | | | if(${n} < 18, 'child', 'adult')",
    "calculate | maybe | | | if(${n} < 18, 'x', '')",
    "begin group | g | G",
    "integer | inner | I",
    "end group",
)


def _shown(condition):
    """Return what a condition became, and the outcome."""
    rows = [f"{Q} | relevant | calculation", *KNOWN, f"text | last | L | {condition}"]
    outcome = taken(form(sheet("survey", *rows), CHOICES))
    return questions(outcome)["last"].show, outcome


SAME = {
    "${n} > 5": "n > 5",
    "5 < ${n}": "n > 5",
    "${n} = 5": "n == 5",
    "${n} = '5'": "n == 5",
    "${n} != 5": "not (n == 5)",
    "${n} = -1": "n == -1",
    "${n} >= 1.5 and ${n} <= 2": "n >= 1.5 and n <= 2",
    "(${n} = 1 or ${n} = 2) and ${d} > 0": "(n == 1 or n == 2) and d > 0",
    "not(${n} > 5)": "not (n > 5)",
    "not(not(${n} > 5))": "n > 5",
    "${n} + ${d} * 2 > 7": "n + d * 2 > 7",
    "(${n} + ${d}) * 2 > 7": "(n + d) * 2 > 7",
    "${n} - (${d} - 1) > 0": "n - (d - 1) > 0",
    "${n} div 2 = 3": "n / 2 == 3",
    "${n} mod 2 = 1": "mod(n, 2) == 1",
    "round(${d}, 1) = 2.5": "round(d, 1) == 2.5",
    "round(${d}) = 2": "round(d, 0) == 2",
    "int(${d}) = 2": "floor(d) == 2",
    "abs(${n}) < 3": "abs(n) < 3",
    "min(${n}, ${d}) < 3": "min(n, d) < 3",
    "max(${n}, ${d}, 1) > 3": "max(n, d, 1) > 3",
    "number(${n}) = 3": "n == 3",
    "coalesce(${n}, 0) = 0": "coalesce(n, 0) == 0",
    "if(${n} > 1, ${n}, ${d}) > 3": "if(n > 1, n, d) > 3",
    "if(${s} = 'yes', ${n} > 1, ${n} > 5)": "s == 'yes' and n > 1 or not (s == 'yes') and n > 5",
    "${n}": "answered(n)",
    "${n} = ''": "not answered(n)",
    "${n} != ''": "answered(n)",
    "'' != ${n}": "answered(n)",
    "string-length(${t}) > 0": "answered(t)",
    "string-length(${t}) = 0": "not answered(t)",
    "${t} != ''": "answered(t)",
    "${s} = 'yes'": "s == 'yes'",
    "'yes' = ${s}": "s == 'yes'",
    "${s} != 'yes'": "not (s == 'yes')",
    "selected(${s}, 'yes')": "s == 'yes'",
    "${s} = ${s2}": "s == s2",
    "${s} = ''": "not answered(s)",
    "selected(${m}, 'kita')": "m has 'kita'",
    "selected( ${m} , 'kita' ) or selected(${m},'hort')": "m has 'kita' or m has 'hort'",
    "not(selected(${m}, 'kita'))": "not (m has 'kita')",
    "${m} = 'kita'": "m has 'kita' and count(m) == 1",
    "${m} = 'kita hort'": "m has 'kita' and m has 'hort' and count(m) == 2",
    "count-selected(${m}) >= 2": "coalesce(count(m), 0) >= 2",
    "${p} > 1": "p in ['2', '3']",
    "${p} = 2": "p == '2'",
    "${p} = '2'": "p == '2'",
    "${p} >= 3": "p == '3'",
    "${born} < date('2020-05-31')": "born < 20200531",
    "${born} = '2020-05-31'": "born == 20200531",
    "format-date(${born}, '%Y') = 2020": "year(born) == 2020",
    "${at} < '08:30'": "at < 510",
    "${ok} = 'OK'": "ok == 'yes'",
    "${ok} != ''": "ok == 'yes'",
    "${flag} = true()": "flag == 1",
    "${flag}": "flag == 1",
    "${flag} = 'true'": "flag == 1",
    "not(${flag})": "not (flag == 1)",
    "${age} = 'child'": "age == 'child'",
    "${maybe} = ''": "maybe == 'empty'",
    "(${n} > 1) = true()": "n > 1",
    "(${n} > 1) = (${d} > 1)": "n > 1 and d > 1 or not (n > 1) and not (d > 1)",
    "boolean(${n})": "answered(n)",
    "../n > 1": "n > 1",
    "/data/g/inner > 1": "inner > 1",
    "../g/inner > 1": "inner > 1",
    "current()/../n = 1": "n == 1",
    "once(${n}) = 1": "n == 1",
    "true()": None,
    "yes": None,
    "1 = 1": None,
    "${n} > 1 and true()": "n > 1",
    "${n} > 1 or false()": "n > 1",
    "false()": "1 == 0",
    "${s} = 'nobody'": "1 == 0",
    "selected(${m}, 'nobody') or ${n} = 1": "n == 1",
}


@pytest.mark.parametrize("written", SAME)
def test_condition_says_the_same(written):
    shown, outcome = _shown(written)

    assert shown == SAME[written]
    assert outcome.changed == outcome.dropped == ()


LOST = {
    "${t} = 'Erfurt'": "compares free text",
    "regex(${t}, '[0-9]+')": "uses regex()",
    "contains(${t}, 'x')": "uses contains()",
    "string-length(${t}) > 3": "measures the length of a text",
    "pulldata('f', 'a', 'b', ${t}) = 'x'": "uses pulldata()",
    "selected-at(${m}, 0) = 'kita'": "uses selected-at()",
    "instance('yn')/yn/item[name = ${s}]/label = 'ja'": "square brackets",
    "${s} = ${p}": "compares answers from different lists",
    "${last} = 'x'": None,
    "random() > 0.5": "uses random()",
    "concat(${t}, 'x') = 'ax'": "uses concat()",
    "${t} + 1 > 2": "computes with text",
    "${born} + 5 > today()": "computes with a date",
    "${born} = 5": "compares free text",
    "position(..) = 1": "asks for another position",
    "count(../*) > 3": "leads to *",
    "format-date(${born}, '%b') = 'May'": "writes a date as text",
    "${last-saved#n} > 3": "leads to",
}


@pytest.mark.parametrize("written", [each for each in LOST if LOST[each]])
def test_condition_that_cannot_be_said_is_told_with_its_words(written):
    shown, outcome = _shown(written)

    assert shown is None
    said = changed(outcome)
    assert f"survey, row 18: the condition “{written}” does not come over" in said
    assert LOST[written] in said
    assert "everybody sees this now" in said
    assert "das steht jetzt für alle da" in changed(outcome, "de")


def test_condition_on_a_later_question_is_told():
    outcome = taken(survey(f"{Q} | relevant", "text | a | A | ${b} > 1", "integer | b | B |"))

    assert questions(outcome)["a"].show is None
    assert "it refers to b, asked later" in changed(outcome)


def test_condition_on_what_did_not_come_over_is_told():
    outcome = taken(survey(f"{Q} | relevant", "barcode | b | B |", "text | a | A | ${b} != ''"))

    assert questions(outcome)["a"].show is None
    assert "it refers to b, which does not come over" in changed(outcome)


def test_condition_of_a_group_that_cannot_be_said_is_told_once():
    outcome = taken(
        survey(
            f"{Q} | relevant",
            "text | t | T |",
            "begin group | g | G | contains(${t}, 'x')",
            *[f"text | q{number} | Q |" for number in range(9)],
            "end group",
        )
    )

    assert changed(outcome).count("does not come over") == 1


CONSTRAINTS = {
    ("integer", ". > 0 and . < 10"): {"minimum": 1, "maximum": 9},
    ("integer", "(. >= 0) and (. <= 120)"): {"minimum": 0, "maximum": 120},
    ("integer", "0 <= . and 120 >= ."): {"minimum": 0, "maximum": 120},
    ("integer", "${a} < 7"): {"maximum": 6},
    ("integer", ". <= ${n}"): {"maximum": "n"},
    ("integer", ". <= ${n} + 1"): {"maximum": "n + 1"},
    ("decimal", ". >= 0.5"): {"minimum": 0.5},
    ("decimal", ". > 0.5"): {"check": "a > 0.5"},
    ("integer", ". < 10 or . = 99"): {"check": "a < 10 or a == 99"},
    ("integer", ". != 13"): {"check": "not (a == 13)"},
    ("integer", ". > ${n}"): {"check": "a > n"},
    ("date", ". <= today()"): {"maximum": "wave.month * 100 + 1"},
    ("date", ". >= date('2020-01-31')"): {"minimum": 20200131},
    ("time", ". >= '08:00'"): {"minimum": 480},
    ("text", "regex(., '^[0-9]{5}$')"): {"pattern": "^[0-9]{5}$"},
    ("text", "string-length(.) <= 30"): {"maximum": 30},
    ("text", "string-length(.) = 5"): {"pattern": "(?s).{5,5}"},
    ("text", "string-length(.) >= 2"): {"pattern": "(?s).{2,}"},
    ("select_multiple off", "count-selected(.) <= 2"): {"max_choices": 2},
    ("select_multiple off", "count-selected(.) >= 1 and count-selected(.) < 3"): {
        "min_choices": 1,
        "max_choices": 2,
    },
    ("select_multiple off", "not(selected(., 'none') and count-selected(.) > 1)"): {
        "exclusive": ["none"]
    },
    ("select_multiple off", "not(selected(., 'none') and selected(., 'kita'))"): {
        "check": "not (a has 'none' and a has 'kita')"
    },
    ("select_one yn", ". != ${s}"): {"check": "not (a == s)"},
}


@pytest.mark.parametrize(("type_", "written"), CONSTRAINTS)
def test_constraint_becomes_a_limit_a_pattern_or_a_check(type_, written):
    rows = (
        f"{Q} | constraint",
        "integer | n | N |",
        "select_one yn | s | S |",
        f"{type_} | a | A | {written}",
    )

    outcome = taken(form(sheet("survey", *rows), CHOICES))

    question = questions(outcome)["a"]
    found = {
        "minimum": question.minimum,
        "maximum": question.maximum,
        "pattern": question.pattern,
        "min_choices": question.min_choices,
        "max_choices": question.max_choices,
        "check": question.checks[0].that if question.checks else None,
        "exclusive": [each.code for each in question.options if each.exclusive] or None,
    }
    assert {key: value for key, value in found.items() if value is not None} == CONSTRAINTS[
        type_, written
    ]
    assert all(each.where == "choices" for each in outcome.dropped)  # lists of other cases


@pytest.mark.parametrize(
    "written", ["regex(., '(?=a)b')", "contains(., '@')", "pulldata('a','b','c',.) = 1"]
)
def test_constraint_that_cannot_be_said_is_dropped_with_its_words(written):
    outcome = taken(
        survey(f"{Q} | constraint | constraint_message", f"text | a | A | {written} | Nein")
    )

    assert f"survey, row 2: the constraint “{written}” does not come over" in dropped(outcome)
    assert f"die Prüfung „{written}“ kommt nicht mit" in dropped(outcome, "de")


def test_message_of_a_check_stays_with_it():
    outcome = taken(
        survey(
            f"{Q} | constraint | constraint_message::de",
            "integer | a | A | |",
            "integer | b | B | . > ${a} | Mehr als ${a}, bitte",
        )
    )

    assert questions(outcome)["b"].checks[0].message == {"de": "Mehr als {a}, bitte"}


REQUIRED = {
    "yes": True,
    "TRUE": True,
    "true()": True,
    "no": False,
    "false()": False,
    "${n} > 1": "n > 1",
    "contains(${t}, 'x')": False,
}


@pytest.mark.parametrize("written", REQUIRED)
def test_required_is_true_false_or_a_condition(written):
    outcome = taken(
        survey(
            f"{Q} | required", "integer | n | N |", "text | t | T |", f"integer | a | A | {written}"
        )
    )

    assert questions(outcome)["a"].required == REQUIRED[written]
    assert ("an answer is voluntary" in changed(outcome)) is ("contains" in written)


def test_calculations_that_cannot_be_said_are_dropped_with_their_words():
    outcome = taken(
        survey(
            f"{Q} | calculation",
            "text | t | T |",
            "calculate | a | | substr(${t}, 0, 2)",
            "calculate | b | | once(random())",
            "calculate | c | | ${a} + 1",
        )
    )

    said = dropped(outcome)
    assert (
        "row 3: the calculation a “substr(${t}, 0, 2)” does not come over, it uses substr()" in said
    )
    assert "row 4: the calculation b “once(random())” does not come over" in said
    assert (
        "row 5: the calculation c “${a} + 1” does not come over, it refers to the calculation a"
        in said
    )


def test_calculation_stands_after_all_it_needs():
    outcome = taken(
        survey(
            f"{Q} | calculation | relevant",
            "calculate | total | | ${a} + ${b} | ${c} = 1",
            "integer | a | A | |",
            "integer | b | B | |",
            "integer | c | C | |",
            "note | n | ${total} | | ${total} > 3",
        )
    )

    found = questions(outcome)
    assert list(found) == ["a", "b", "c", "total", "n"]
    assert (found["total"].value, found["total"].show) == ("a + b", "c == 1")
    assert found["n"].show == "total > 3"


def test_scores_make_scales_of_numbered_choices():
    outcome = taken(
        form(
            sheet(
                "survey",
                f"{Q} | calculation | relevant",
                "select_one pt | p1 | P | |",
                "select_one pt | p2 | P | |",
                "calculate | score | | ${p1} + ${p2} |",
                "note | n | ${score} | | ${score} >= 4 and ${p1} = 3",
            ),
            CHOICES,
        )
    )

    found = questions(outcome)
    assert (found["p1"].type, [each.value for each in found["p1"].options]) == ("scale", [1, 2, 3])
    assert found["n"].show == "score >= 4 and p1 == 3"
