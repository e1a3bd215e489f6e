"""What forms as servers and people in the field write them become."""

from datetime import date

from tests.exchange.xlsform.forms import (
    YES_NO,
    changed,
    dropped,
    form,
    questions,
    sheet,
    survey,
    taken,
)

Q = "type | name | label::de"
R = f"{Q} | relevant"
C = f"{Q} | calculation"


def test_form_as_kobo_writes_it():
    outcome = taken(
        form(
            sheet(
                "survey",
                "type | name | $given_name | label::Deutsch (de) | required | relevant | kobo--score-choices"
                " | $kuid | body::accuracyThreshold | bind::oc:itemgroup | instance::x | hxl | disabled",
                "start | start | | | | | | x1 |",
                "begin_group | group_ab1 | | Haushalt | false | | | x2 | | | | #adm |",
                "select_one yn | Haben_Sie_Kinder | | Haben Sie Kinder? | true | | | x3 |",
                "integer | Anzahl_001 | | Wie viele? | false | ${Haben_Sie_Kinder} = 'yes' | | x4 |",
                "text | alt | | Alt | | | | x5 | | | | | yes |",
                "end_group | | | | | | | x6 |",
                "note | danke | | Danke | false | /data/group_ab1/Anzahl_001 > 2 | | x7 |",
            ),
            sheet(
                "choices",
                "list_name | name | label::Deutsch (de) | $autovalue | order",
                "yn | yes | ja | yes |",
                "yn | no | nein | no |",
            ),
            sheet(
                "settings",
                "form_title | version | style | default_language",
                "Haushalt | vXYZ | theme-grid | Deutsch (de)",
            ),
        )
    )

    found = questions(outcome)
    assert list(found) == ["haben_sie_kinder", "anzahl_001", "danke"]
    assert found["anzahl_001"].show == "haben_sie_kinder == 'yes'"
    assert found["danke"].show == "anzahl_001 > 2"
    assert "survey, rows 4, 5: the name was adapted" in changed(outcome)
    assert "settings, row 2: the version “vXYZ” is no number that we keep; it is now 1" in changed(
        outcome
    )


def test_old_spellings_of_types_and_columns_are_understood():
    outcome = taken(
        form(
            sheet(
                "survey",
                "Type | Name | Caption | Relevance | Constraint Message | Constraint | Read_Only | command",
                "begin group | g | Gruppe | | | | |",
                "select one from yn | a | Wie ist das? | | | | |",
                "select all that apply from yn | b | Und die anderen? | ${a} = 'yes' | | | |",
                "add integer prompt | c | Wie alt sind Sie? | | Nein | . < 99 | |",
                "end group",
            ).replace(" | command", ""),
            sheet("choices", "list name | value | caption", "yn | yes | ja", "yn | no | nein"),
        )
    )

    found = questions(outcome)
    assert [(each.type, each.show) for each in found.values()] == [
        ("single", None), ("multiple", "a == 'yes'"), ("number", None),
    ]  # fmt: skip
    assert found["c"].maximum == 98
    assert "row 5: the limit holds; its message „Nein“" in changed(outcome)


def test_entities_and_settings_that_mean_nothing_here_are_named():
    outcome = taken(
        form(
            sheet("survey", f"{Q} | save_to", "text | a | A | kind"),
            sheet("entities", "list_name | label", "trees | ${a}"),
            sheet("settings", "form_id | public_key | instance_name", "f | KEY | ${a}"),
        )
    )

    assert "settings, row 2: the encryption" in dropped(outcome)
    assert "settings, row 2: the name of one response" in dropped(outcome)
    assert "entities, row 2" in dropped(outcome)


def test_names_of_one_kind_in_different_groups_stay_apart():
    outcome = taken(
        survey(
            Q,
            *("begin group | mother | Mutter", "integer | age | Alter", "end group"),
            *("begin group | father | Vater", "integer | age | Alter", "end group"),
            *("text | count | Wort", "text | and | Wort"),
        )
    )

    assert list(questions(outcome)) == ["age", "father_age_6", "count_2", "and_2"]
    assert "rows 6, 8, 9: the name was adapted" in changed(outcome)


def test_todays_date_is_the_month_of_the_wave():
    outcome = taken(
        survey(
            f"{C} | constraint | relevant",
            "date | born | Geboren? | | . <= today() and . > date('1900-01-01') |",
            "calculate | age | | int((today() - ${born}) div 365.25) | |",
            "text | old | Alt | | | ${age} >= 18 and ${born} < '2000-05-01'",
        )
    )

    found = questions(outcome)
    assert found["born"].maximum == "wave.month * 100 + 1"
    assert found["born"].checks[0].that == "born > 19000101"
    assert found["age"].value == "floor(days_between(born, wave.month * 100 + 1) / 365.25)"
    assert found["old"].show == f"age >= 18 and born < {date(2000, 5, 1):%Y%m%d}"
    assert "rows 2, 3: the first day of the month" in changed(outcome)


def test_dialects_of_other_servers_are_taken_with_remarks():
    outcome = taken(
        survey(
            f"{C} | relevant",
            "begin repeat | r | R | |",
            "integer | n | N | | index() < 3",
            "end repeat",
            "calculate | many | | count-if(${r}, ${n} > 1) |",
            "calculate | who | | pulldata('@property', 'username') |",
            "note | z | Ende | | ${many} > 1",
        )
    )

    assert questions(outcome)["n"].show == "number < 3"
    assert "the calculation many “count-if(${r}, ${n} > 1)” does not come over" in dropped(outcome)
    assert "the calculation who" in dropped(outcome)
    assert "it refers to the calculation many, which does not come over" in changed(outcome)


def test_constraint_does_not_hold_an_empty_answer_against_a_family():
    outcome = taken(
        survey(
            "type | name | label | constraint",
            "text | a | A | . != ''",
            "integer | b | B | . != '' and . <= 9",
            "text | c | C | not(. = '')",
        )
    )

    found = questions(outcome)
    assert all(not each.checks for each in found.values())
    assert found["b"].maximum == 9


def test_title_stands_in_every_language_of_the_form():
    outcome = taken(
        form(
            sheet(
                "survey",
                "type | name | label::Deutsch (de) | label::English (en)",
                "text | a | A | B",
            ),
            sheet("settings", "form_title", "Familien 2027"),
        )
    )

    assert outcome.questionnaire.title == {"de": "Familien 2027", "en": "Familien 2027"}


def test_what_pyxform_and_validate_let_pass_is_taken() -> None:
    content = form(
        sheet(
            "survey",
            "type | name | label::de | appearance | relevant | my column",
            "note | n | Guten Tag | w1 | ${a} = 'yes' | x",
            "begin group | leer | Nichts | | |",
            "end group | | | | |",
            "select_one yn | a | Wohnen Sie hier? | glitter | | y",
        ),
        f"{YES_NO}\n| | unused | u | nie |",
    )

    found = taken(content)

    asked = [each.id for page in found.questionnaire.pages for each in page.questions]
    assert set(asked) == {"n", "a"}
