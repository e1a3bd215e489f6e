"""Whatever a form says beyond its questions is told where it does not come over."""

import pytest

from tests.exchange.xlsform.forms import YES_NO, changed, dropped, form, sheet, survey, taken

Q = "type | name | label::de"
GROUP = ("text | a | A", "end group")

SAID = {
    "condition of reading only": (
        survey(f"{Q} | readonly", "integer | b | B |", "text | a | A | ${b} > 2"),
        "survey, row 3: the question can always be answered; the form lets it be read only where “${b} > 2”",
    ),
    "message without a constraint": (
        survey(f"{Q} | constraint_message", "text | a | A | Bitte prüfen"),
        "survey, row 2: the message “Bitte prüfen” belongs to no constraint",
    ),
    "limits of a calculation": (
        survey(f"{Q} | calculation | constraint", "integer | b | B", "calculate | a | | ${b} | . > 2"),
        "survey, row 3: the constraint “. > 2” does not come over, nobody enters what is worked out",
    ),
    "default of a calculation": (
        survey(f"{Q} | calculation | default", "integer | b | B", "calculate | a | | ${b} | 3"),
        "survey, row 3: the default “3” is left out",
    ),
    "hint of a group": (
        survey(f"{Q} | hint::de", "begin group | g | G | Bitte alles", *GROUP),
        "survey, row 2: the hint of the group “Bitte alles” is left out",
    ),
    "appearance of a group": (
        survey(f"{Q} | appearance", "begin group | g | G | w4", *GROUP),
        "survey, row 2: the appearance “w4” is left out",
    ),
    "picture of a group": (
        survey(f"{Q} | media::image", "begin group | g | G | a.png", *GROUP),
        "survey, row 2: a picture, sound or film of the question does not come over",
    ),
    "empty group": (
        survey(Q, "begin group | g | G", "end group", "text | a | A"),
        "survey, row 2: the group g is empty and is left out",
    ),
    "columns of nobody": (
        survey(f"{Q} | intent | comments", "text | a | A | org.x | later"),
        "survey: columns that mean nothing here are left out: comments, intent",
    ),
    "step that does not divide": (
        survey(f"{Q} | parameters", "range | a | A | start=0 end=10 step=3"),
        "survey, row 2: a number from 0 to 10 is asked for, not in steps of 3",
    ),
    "filter by a column that is not there": (
        form(sheet("survey", f"{Q} | choice_filter", "select_one yn | a | A | region = 'x'"), YES_NO),
        "survey, row 2: the choice filter “region = 'x'” offers no choice to anybody",
    ),
    "choice without a label": (
        form(
            sheet("survey", Q, "select_one yn | a | A"),
            sheet("choices", "list_name | name | label::de", "yn | y |", "yn | n | nein"),
        ),
        "choices, row 2: the choice has no label; its name stands for it",
    ),
    "list of nobody": (
        form(sheet("survey", Q, "text | a | A"), YES_NO),
        "choices: lists that no question asks are left out: yn",
    ),
    "columns of choices": (
        form(
            sheet("survey", Q, "select_one yn | a | A"),
            sheet("choices", "list_name | name | label::de | order", "yn | y | ja | 1"),
        ),
        "choices: columns that mean nothing here are left out: order",
    ),
    "settings of other programs": (
        form(
            sheet("survey", Q, "text | a | A"),
            sheet("settings", "form_title | style | sms_keyword", "T | pages | k"),
        ),
        "settings, row 2: settings of other programs are left out: sms_keyword, style",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_does_not_come_over_is_told_with_its_place(name):
    content, sentence = SAID[name]

    outcome = taken(content)

    assert sentence in changed(outcome) + "\n" + dropped(outcome)


def test_functions_of_survey_cto_are_left_out_and_not_refused():
    content = survey(
        f"{Q} | calculation",
        "text | a | A",
        "calculate | up | | upper(${a})",
        "calculate | third | | item-at(',', ${a}, 3)",
    )

    outcome = taken(content)

    assert "up “upper(${a})” does not come over" in dropped(outcome)
    assert "third “item-at(',', ${a}, 3)” does not come over" in dropped(outcome)


def test_form_without_anything_special_is_told_nothing():
    content = form(sheet("survey", Q, "select_one yn | a | A"), YES_NO)

    outcome = taken(content)

    assert not outcome.changed
    assert not outcome.dropped
