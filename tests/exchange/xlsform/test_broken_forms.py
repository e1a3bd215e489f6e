import pytest

from tests.exchange.xlsform.forms import YES_NO, errors, form, sheet, survey

Q = "type | name | label"
R = "type | name | label | relevant"
C = "type | name | label | calculation"
ENTITIES = sheet("entities", "list_name | label", "trees | ${a}")

BROKEN = {
    # the survey sheet
    "no survey sheet": (form(YES_NO), "survey"),
    "no type column": (survey("name | label", "a | A"), "survey"),
    "type is empty": (survey(Q, "| a | A"), "survey, row 2"),
    "type unknown": (survey(Q, "text | b | B", "integr | a | A"), "survey, row 3"),
    "type of Kobo only": (survey(Q, "begin_kobomatrix | a | A", "end_kobomatrix | b |"), "kobomatrix"),
    "no name": (survey(Q, "text | | A"), "survey, row 2"),
    "name begins with a digit": (survey(Q, "text | 1a | A"), "survey, row 2"),
    "name with a blank": (survey(Q, "text | a b | A"), "survey, row 2"),
    "name twice": (survey(Q, "text | a | A", "text | b | B", "text | a | C"), "survey, row 4"),
    "name twice in a group": (
        survey(Q, "begin group | g | G", "text | a | A", "integer | a | A", "end group | |"),
        "survey, row 4",
    ),
    "name reserved": (survey(Q, "text | meta | A"), "survey"),
    "duplicate column": (survey("type | name | label | caption", "text | a | A | B"), "survey"),
    # groups
    "group not closed": (survey(Q, "begin group | g | G", "text | a | A"), "survey, row 2"),
    "group closed twice": (
        survey(Q, "begin group | g | G", "text | a | A", "end group | |", "end group | |"),
        "survey, row 5",
    ),
    "repeat closed as a group": (
        survey(Q, "begin repeat | g | G", "text | a | A", "end group | |"),
        "survey, row 4",
    ),
    "end before begin": (survey(Q, "end repeat | |", "text | a | A"), "survey, row 2"),
    "two repeats of one name": (
        survey(
            Q,
            *("begin group | x | X", "begin repeat | r | R", "text | a | A", "end repeat | |"),
            *("end group | |", "begin group | y | Y", "begin repeat | r | R", "text | b | A"),
            *("end repeat | |", "end group | |"),
        ),
        "survey, row 8",
    ),
    # choices
    "no choices sheet": (survey(Q, "select_one yn | a | A"), "choices"),
    "list unknown": (form(sheet("survey", Q, "select_one ny | a | A"), YES_NO), "survey, row 2"),
    "list without a name": (form(sheet("survey", Q, "select_one | a | A"), YES_NO), "survey"),
    "choice without a name": (
        form(
            sheet("survey", Q, "select_one yn | a | A"),
            sheet("choices", "list_name | name | label", "yn | | ja"),
        ),
        "choices",
    ),
    "choice twice": (
        form(
            sheet("survey", Q, "select_one yn | a | A"),
            sheet("choices", "list_name | name | label", "yn | y | ja", "yn | y | nein"),
        ),
        "choices, row 3",
    ),
    "choice with a blank in a multiple choice": (
        form(
            sheet("survey", Q, "select_multiple yn | a | A"),
            sheet("choices", "list_name | name | label", "yn | y y | ja"),
        ),
        "choices",
    ),
    "choices without a name column": (
        form(sheet("survey", Q, "select_one yn | a | A"), sheet("choices", "list_name | label", "yn | ja")),
        "choices",
    ),
    "filter beside or_other": (
        form(sheet("survey", f"{Q} | choice_filter", "select_one yn or_other | a | A | name='y'"), YES_NO),
        "survey, row 2",
    ),
    "external list unknown": (
        form(sheet("survey", f"{Q} | choice_filter", "select_one_external t | a | A | x=1"), YES_NO),
        "external_choices",
    ),
    "file of an unknown kind": (survey(Q, "select_one_from_file a.doc | a | A"), "survey, row 2"),
    "table of two lists": (
        form(
            sheet(
                "survey",
                "type | name | label | appearance",
                *("begin group | g | G | table-list", "select_one yn | a | A", "select_one ab | b | B"),
                "end group",
            ),
            sheet("choices", "list_name | name | label", "yn | y | ja", "ab | a | A"),
        ),
        "survey, row 4",
    ),
    # references
    "reference to nothing": (survey(R, "text | a | A | ${b} = 1"), "survey, row 2"),
    "reference in a label": (survey(Q, "note | a | Hallo ${b}"), "survey, row 2"),
    "reference not closed": (survey(R, "text | b | B", "text | a | A | ${b = 1"), "survey, row 3"),
    "reference to two questions": (
        survey(
            R,
            *("begin group | g | G", "text | a | A", "end group", "begin group | h | H"),
            *("text | a | A", "end group", "text | c | C | ${a} = 1"),
        ),
        "survey, row 8",
    ),
    "path to nothing": (survey(R, "text | b | B", "text | a | A | /data/g/b = 1"), "survey, row 3"),
    "trigger unknown": (survey(f"{C} | trigger", "calculate | a | | 1 | ${b}"), "survey"),
    # expressions
    "half an expression": (survey(R, "text | b | B", "text | a | A | ${b} ="), "survey, row 3, relevant"),
    "bracket open": (survey(R, "text | b | B", "text | a | A | (${b} = 1"), "survey, row 3, relevant"),
    "bracket too many": (survey(R, "text | b | B", "text | a | A | ${b} = 1)"), "survey, row 3, relevant"),
    "two equals signs": (survey(R, "text | b | B", "text | a | A | ${b} == 1"), "survey, row 3, relevant"),
    "quote open": (survey(R, "text | b | B", "text | a | A | ${b} = 'x"), "survey, row 3, relevant"),
    "ampersands": (survey(R, "text | b | B", "text | a | A | ${b} = 1 && 1"), "survey, row 3, relevant"),
    "constraint unreadable": (survey(f"{Q} | constraint", "integer | a | A | . > ("), "row 2, constraint"),
    "calculation unreadable": (survey(C, "calculate | a | | 1 +* 2"), "survey, row 2, calculation"),
    "required unreadable": (survey(f"{Q} | required", "text | a | A | ${a"), "survey, row 2"),
    "function unknown": (survey(R, "text | b | B", "text | a | A | selekted(${b}, 'x')"), "selekted()"),
    "too few arguments": (survey(R, "text | b | B", "text | a | A | selected(${b})"), "selected()"),
    "too many arguments": (survey(C, "calculate | a | | if(1, 2, 3, 4)"), "if()"),
    "calculation missing": (survey(C, "calculate | a | |"), "survey, row 2"),
    "calculations in a circle": (
        survey(C, "calculate | a | | ${b} + 1", "calculate | b | | ${a} + 1"),
        "a → b → a",
    ),
    "calculation of itself": (survey(C, "integer | a | A | ${a} + 1"), "a → a"),
    "conditions in a circle": (
        survey(R, "text | a | A | ${b} = ''", "text | b | B | ${c} = ''", "text | c | C | ${a} = ''"),
        "circle",
    ),
    "group that waits for its own question": (
        survey(R, "begin group | g | G | ${a} = 1", "text | a | A |", "end group"),
        "g → a → g",
    ),
    "group and question that wait for each other": (
        survey(
            R,
            *("begin group | g | G | ${b} = ''", "text | c | C |", "end group"),
            "text | b | B | ${c} = ''",
        ),
        "circle: g → b → c → g",
    ),
    "word without quotes": (
        survey(R, "text | b | B |", "text | a | A | ${b} = yes"),
        "survey, row 3, relevant",
    ),
    "name without braces": (survey(R, "text | b | B |", "text | a | A | b = 1"), "refers to b"),
    "path upwards to nothing": (survey(R, "text | b | B |", "text | a | A | ../c = 1"), "../c"),
    "default unreadable": (
        survey(f"{Q} | default", "integer | b | B |", "integer | a | A | ${b} +"),
        "survey, row 3, default",
    ),
    "no rows": (survey(Q), "survey"),
    # parameters and settings
    "title in several languages": (
        form(sheet("survey", Q, "text | a | A"), sheet("settings", "form_title::de", "Titel")),
        "settings, row 1: “form_title” is one for all languages",
    ),
    "name of responses unreadable": (
        form(sheet("survey", Q, "text | a | A"), sheet("settings", "instance_name", "concat(${a}")),
        "settings, row 2, instance_name",
    ),
    "parameter unknown": (survey(f"{Q} | parameters", "text | a | A | lines=3"), "survey, row 2"),
    "parameter unreadable": (survey(f"{Q} | parameters", "range | a | A | start end"), "survey, row 2"),
    "range by words": (survey(f"{Q} | parameters", "range | a | A | start=one end=2"), "survey, row 2"),
    "range by zero": (survey(f"{Q} | parameters", "range | a | A | start=1 end=5 step=0"), "survey, row 2"),
    "rows by words": (survey(f"{Q} | parameters", "text | a | A | rows=many"), "survey, row 2"),
    "randomize by words": (
        form(sheet("survey", f"{Q} | parameters", "select_one yn | a | A | randomize=maybe"), YES_NO),
        "randomize",
    ),
    "audit with a name": (survey(Q, "text | a | A", "audit | track |"), "survey, row 3"),
    "form name invalid": (
        form(sheet("survey", Q, "text | a | A"), sheet("settings", "name", "1 form")),
        "settings",
    ),
    # entities
    "save_to without entities": (survey(f"{Q} | save_to", "text | a | A | kind"), "survey, row 2"),
    "save_to twice": (
        form(sheet("survey", f"{Q} | save_to", "text | a | A | kind", "text | b | B | kind"), ENTITIES),
        "survey, row 3",
    ),
    "save_to on a group": (
        form(
            sheet("survey", f"{Q} | save_to", "text | a | A |", "begin group | g | G | kind", "end group"),
            ENTITIES,
        ),
        "survey, row 3",
    ),
    "entity without a label": (
        form(sheet("survey", Q, "text | a | A"), sheet("entities", "list_name | label", "trees | ")),
        "entities",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_form_is_refused_with_its_place(name):
    content, expected = BROKEN[name]

    found = errors(content)

    assert found
    assert all(len(each) > 10 and "Traceback" not in each for each in found)
    assert any(expected in each for each in found), found


def test_every_mistake_in_expressions_is_named_at_once():
    content = survey(R, "text | a | A | 1 +", "text | b | B | foo()", "text | c | C | ${a} = (")

    found = errors(content)

    assert [each.partition(":")[0] for each in found] == [
        "survey, row 2, relevant",
        "survey, row 3, relevant",
        "survey, row 4, relevant",
    ]
