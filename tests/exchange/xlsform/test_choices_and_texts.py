"""What lists of choices and texts of forms become."""

import pytest

from tests.exchange.xlsform.forms import (
    YES_NO,
    changed,
    dropped,
    form,
    page_of,
    questions,
    sheet,
    survey,
    taken,
)

Q = "type | name | label::de"
R = f"{Q} | relevant"
C = f"{Q} | calculation"


# Choices


def test_choices_get_codes_that_columns_can_have():
    outcome = taken(
        form(
            sheet("survey", Q, "select_one l | a | A"),
            sheet(
                "choices",
                "list name | name | label::de | media::image",
                "l | Kita! | Kita | k.png",
                "l | kita | Krippe |",
                "l | refused | Nein |",
                "l | Größe | Größe |",
                "l | -1 | minus eins |",
                "l | 日本 | Japan |",
                "l | leer | |",
            ),
        )
    )

    options = questions(outcome)["a"].options
    assert [each.code for each in options] == [
        "kita", "kita_2", "refused_2", "groesse", "1", "option", "leer",
    ]  # fmt: skip
    assert options[-1].text == {"de": "leer"}
    assert "choices, rows 2, 3, 4, 5, 6, 7: the list “l” gets other codes" in changed(outcome)
    assert "choices, row 2: a picture" in dropped(outcome)


def test_other_becomes_an_option_and_a_text():
    outcome = taken(
        form(
            sheet(
                "survey", Q, "select_one yn or_other | a | A", "select_multiple yn or other | b | B"
            ),
            YES_NO,
        )
    )

    found = questions(outcome)
    assert [each.code for each in found["a"].options] == ["yes", "no", "other"]
    assert (found["a_other"].type, found["a_other"].show) == ("text", "a == 'other'")
    assert found["b_other"].show == "b has 'other'"
    assert page_of(outcome, "a") is page_of(outcome, "a_other")


CASCADE = sheet(
    "choices",
    "list_name | name | label::de | state | hxl | order",
    "state | th | Thüringen | | #adm1 | 2",
    "state | sn | Sachsen | | | 1",
    "city | ef | Erfurt | th | |",
    "city | le | Leipzig | sn | |",
    "city | ns | Neustadt | th | |",
    "city | ns | Neustadt | sn | |",
)


def test_choice_filter_shows_options_by_earlier_answers():
    outcome = taken(
        form(
            sheet(
                "survey",
                f"{Q} | choice_filter | relevant",
                "select_one state | st | Land? | |",
                "select_one city | ci | Stadt? | state = ${st} |",
                "select_multiple city | cs | Städte? | state=${st} and name != ${ci} |",
                "text | t | T | | ${ci} = 'ns'",
                "text | u | U | | ${ci} != 'ef'",
            ),
            CASCADE,
            sheet("settings", "form_title | allow_choice_duplicates", "F | yes"),
        )
    )

    found = questions(outcome)
    assert {each.code: each.show for each in found["ci"].options} == {
        "ef": "st == 'th'", "le": "st == 'sn'", "ns": "st == 'th'", "ns_2": "st == 'sn'",
    }  # fmt: skip
    assert found["cs"].options[0].show == "st == 'th' and not (ci == 'ef')"
    assert found["t"].show == "ci in ['ns', 'ns_2']"
    assert found["u"].show == "not (ci == 'ef')"


def test_choice_filter_that_cannot_be_said_offers_everything_and_says_so():
    outcome = taken(
        form(
            sheet(
                "survey",
                f"{Q} | choice_filter",
                "text | word | Wort |",
                "select_one city | ci | Stadt? | contains(name, ${word})",
            ),
            CASCADE,
            sheet("settings", "allow_choice_duplicates", "yes"),
        )
    )

    assert all(each.show is None for each in questions(outcome)["ci"].options)
    assert "row 3: the choice filter “contains(name, ${word})” does not come over" in changed(
        outcome
    )


def test_external_choices_are_choices_like_others():
    outcome = taken(
        form(
            sheet(
                "survey",
                f"{Q} | choice_filter",
                "select_one state | st | Land? |",
                "select_one_external city | ci | Stadt? | state=${st}",
            ),
            sheet("choices", "list_name | name | label::de", "state | th | Thüringen"),
            sheet(
                "external_choices",
                "list_name | name | label::de | state",
                "city | ef | Erfurt | th",
            ),
        )
    )

    assert [each.show for each in questions(outcome)["ci"].options] == ["st == 'th'"]


def test_choices_from_files_and_earlier_answers_do_not_come_over():
    outcome = taken(
        survey(
            Q,
            "select_one_from_file towns.csv | a | A",
            "begin repeat | r | R",
            "text | n | N",
            "end repeat",
            "select_one ${n} | b | B",
        )
    )

    assert set(questions(outcome)) == {"n"}
    assert "row 2: a: the choices stand in a file" in dropped(outcome)
    assert "row 6: b: the choices stand in a file or in earlier answers" in dropped(outcome)


MATRIX = sheet(
    "choices", "list_name | name | label::de", "z | 1 | gut", "z | 2 | mittel", "z | 3 | schlecht"
)


def test_tables_of_choices_become_matrices():
    outcome = taken(
        form(
            sheet(
                "survey",
                f"{R} | appearance | required",
                "begin group | spiel | Wie finden Sie …? | | table-list |",
                "select_one z | s1 | Spielplatz | | | yes",
                "select_one z | s2 | Bücherei | | | yes",
                "end group",
                "begin group | amt | Ämter | | field-list |",
                "select_one z | kopf | Wie zufrieden? | | label |",
                "select_one z | a1 | Jugendamt | | list-nolabel |",
                "select_one z | a2 | Bürgeramt | ${s1} = '1' | list-nolabel |",
                "end group",
                "text | warum | Warum? | ${s2} = 3 or ${a1} > 1 | |",
            ),
            MATRIX,
        )
    )

    found = questions(outcome)
    assert (found["spiel"].type, found["spiel"].required) == ("matrix", True)
    assert [row.code for row in found["spiel"].rows] == ["s1", "s2"]
    assert found["amt"].text == {"de": "Wie zufrieden?"}
    assert [row.show for row in found["amt"].rows] == [None, "spiel.s1 == '1'"]
    assert found["warum"].show == "spiel.s2 == '3' or amt.a1 in ['2', '3']"


# Texts


def test_languages_are_named_by_their_codes():
    outcome = taken(
        survey(
            "type | name | label::Deutsch (de) | label::English (en) | label::Українська | hint",
            "text | a | Wie? | How? | Як? | plain",
            "text | b | Was? | | | ",
        )
    )

    assert outcome.questionnaire.languages == ("de", "en", "uk")
    assert questions(outcome)["a"].text == {"de": "Wie?", "en": "How?", "uk": "Як?"}
    assert "row 3: the translation en is missing" in changed(outcome)
    assert "row 3: the translation uk is missing" in changed(outcome)


def test_plain_columns_speak_the_default_language():
    outcome = taken(
        form(
            sheet(
                "survey", "type | name | label | label:French (fr)", "text | a | Wie? | Comment?"
            ),
            sheet("settings", "form_title | default_language", "Familien | German (de)"),
        )
    )

    assert outcome.questionnaire.languages[0] == "de"
    assert questions(outcome)["a"].text == {"de": "Wie?", "fr": "Comment?"}
    assert outcome.questionnaire.title == {"de": "Familien", "fr": "Familien"}
    assert outcome.changed == ()


@pytest.mark.parametrize(
    ("label", "code"), [("Wie viele Kinder haben Sie?", "de"), ("How old are you?", "en")]
)
def test_language_nobody_named_is_guessed_and_said(label, code):
    outcome = taken(survey("type | name | label", f"text | a | {label}"))

    assert outcome.questionnaire.languages == (code,)
    assert (
        f"settings: the language of the texts is not named; they are taken as “{code}”"
        in changed(outcome)
    )


def test_answers_are_put_into_texts():
    outcome = taken(
        form(
            sheet(
                "survey",
                f"{C} | hint::de",
                "text | name | Wie heißen Sie? | |",
                "select_one yn | kids | Kinder, **${name}**? | | Auch ${later}?",
                "calculate | whole | | concat('Frau ', ${name}, ' – ', jr:choice-name(${kids}, '${kids}')) |",
                "note | n | Guten Tag, ${whole}! | |",
                "text | later | Später | |",
            ),
            YES_NO,
        )
    )

    found = questions(outcome)
    assert found["kids"].text == {"de": "Kinder, {name}?"}
    assert found["kids"].hint == {"de": "Auch …?"}
    assert found["n"].text == {"de": "Guten Tag, Frau {name} – {kids}!"}
    assert "row 3: “…” stands for ${later} in the text" in changed(outcome)
    assert "row 4: the calculation whole" in changed(outcome)


def test_hints_defaults_messages_and_triggers_are_accounted_for():
    outcome = taken(
        survey(
            f"{Q} | hint::de | guidance_hint::de | default | trigger | required | required_message::de"
            " | media::audio::de",
            "text | a | A | kurz | lang | x | | yes | Bitte! | a.mp3",
            "integer | b | B | | | | ${a} | | |",
        )
    )

    assert questions(outcome)["a"].hint == {"de": "kurz\nlang"}
    assert "row 2: the guidance hint" in changed(outcome)
    assert "row 2: the own message for missing answers" in changed(outcome)
    for sentence in (
        "row 2: the default “x”",
        "row 3: the trigger",
        "row 2: a picture, sound or film",
    ):
        assert sentence in dropped(outcome)
