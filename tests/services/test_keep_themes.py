"""A county keeps its own themes, and no change of them loses what people gave."""

import pytest

from surveyapp.questionnaire.themes import Theme, shipped
from surveyapp.services import keep_themes
from surveyapp.services.code_texts import Look
from surveyapp.services.keep_themes import Flaw, Kept, Removal
from surveyapp.storage.db import main_store
from tests.builders import Actor
from tests.services.theme_texts import BUS, CALM, Desk, codes_in_urn


@pytest.fixture
def desk(sqlite_app):
    with sqlite_app.app_context():
        yield Desk([BUS, CALM])


def themes(desk):
    return keep_themes.themes_of(main_store(), desk.survey, "wish")


def keep(desk, theme, *, reopen=False):
    return keep_themes.keep_theme(
        main_store(), desk.first, desk.survey, "wish", theme, reopen=reopen
    )


def remove(desk, code, into=""):
    return keep_themes.remove_theme(main_store(), desk.first, desk.survey, "wish", code, into)


def test_a_county_begins_with_the_shipped_themes_and_changes_only_its_own(app):
    with app.app_context():
        desk = Desk([BUS])
        assert themes(desk) == shipped("familie", "wish")

        keep(desk, Theme("transport", "Öffentlicher Verkehr", "Bus und Bahn.", ("bus",)))

        assert themes(desk)[0] == Theme(
            "transport", "Öffentlicher Verkehr", "Bus und Bahn.", ("bus",)
        )
        assert themes(desk)[1:] == shipped("familie", "wish")[1:]
        assert shipped("familie", "wish")[0].label == "Bus, Bahn und Wege"


def test_a_new_theme_stands_last_and_gets_a_code_of_its_own(desk):
    kept = keep(desk, Theme("", "Hunde", "Leinen, Wiesen.", ("hund",)))

    assert isinstance(kept, Kept)
    assert themes(desk)[-1] == kept.theme
    assert len(kept.theme.code) == 22


@pytest.mark.parametrize(
    ("theme", "flaw"),
    [
        (Theme("", " ", "", ()), Flaw.NO_LABEL),
        (Theme("", "x" * 81, "", ()), Flaw.LONG_LABEL),
        (Theme("", "sicherer VERKEHR", "", ()), Flaw.SAME_LABEL),
        (Theme("", "Neu", "x" * 501, ()), Flaw.LONG_EXPLANATION),
        (Theme("", "Neu", "", ("ab",)), Flaw.BAD_STEM),
        (Theme("", "Neu", "", tuple(f"wort{n}" for n in range(61))), Flaw.MANY_STEMS),
    ],
)
def test_what_is_wrong_with_a_theme_is_named(theme, flaw):
    assert keep_themes.check(shipped("familie", "wish"), theme) == (flaw,)


def test_a_theme_that_cannot_be_kept_changes_nothing(desk):
    before = themes(desk)

    wrong = keep(desk, Theme("", "", "", ("ab",)))
    gone = keep(desk, Theme("gone", "Neu", "", ()))

    assert (wrong, gone) == ((Flaw.NO_LABEL, Flaw.BAD_STEM), (Flaw.GONE,))
    assert themes(desk) == before


def test_a_new_wording_leaves_texts_as_they_are_unless_they_are_laid_before_people_again(desk):
    desk.give_all("transport")
    desk.give_all("transport", Look.SECOND)
    theme = Theme("transport", "Nur Busse", "Busse.", ("bus",))

    kept = keep(desk, theme)
    untouched = codes_in_urn()
    again = keep(desk, theme, reopen=True)

    assert (kept.reopened, len(untouched)) == (0, 4)
    assert (again.reopened, codes_in_urn()) == (2, [])


def test_a_new_theme_lays_texts_with_its_words_before_people_again(desk):
    desk.give_all("care")

    kept = keep(desk, Theme("", "Abends", "Alles am Abend.", ("abend",)), reopen=True)

    assert kept.reopened == 1
    assert codes_in_urn() == [(desk.ids()[1], 1, ["care"])]


def test_a_theme_no_text_has_is_deleted_and_one_in_use_is_not(desk):
    desk.give_all("transport")

    assert remove(desk, "care") is Removal.DONE
    assert remove(desk, "care") is Removal.GONE
    assert remove(desk, "transport") is Removal.IN_USE
    assert [each.code for each in themes(desk)][:2] == ["transport", "traffic"]


def test_merging_gives_all_texts_the_other_theme_in_every_look(app):
    with app.app_context():
        desk = Desk([BUS, CALM])
        bus, calm = desk.ids()
        desk.give({bus: "transport traffic", calm: "care"})
        desk.give({bus: "transport"}, Look.SECOND)

        assert remove(desk, "transport", into="traffic") is Removal.DONE

        assert codes_in_urn() == [(bus, 1, ["traffic"]), (bus, 2, ["traffic"]), (calm, 1, ["care"])]
        assert "transport" not in {each.code for each in themes(desk)}
        assert keep_themes.uses_of(desk.survey, "wish") == {"traffic": 1, "care": 1}


def test_a_theme_is_merged_with_another_one_that_is_there(desk):
    assert remove(desk, "transport", into="transport") is Removal.GONE
    assert remove(desk, "transport", into="invented") is Removal.GONE


def test_the_last_theme_stays(desk):
    *others, last = (each.code for each in themes(desk))
    for code in others:
        remove(desk, code)

    assert remove(desk, last) is Removal.LAST
    assert [each.code for each in themes(desk)] == [last]


def test_only_administrators_of_the_county_keep_themes(desk):
    for other in (Actor(role="planner"), Actor(county_ags="16062")):
        with pytest.raises(PermissionError, match="administrators"):
            keep_themes.remove_theme(main_store(), other, desk.survey, "wish", "care")
