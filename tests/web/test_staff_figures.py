"""Pages about the figures of a wave: how they were made, a held release, special analyses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.released import Cell, Contents, Flag, Measure, ReleasedTable, Topic
from surveyapp.services.release_results import HELD
from surveyapp.storage import releases, specials, staff, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.specials import Wanted
from tests import builders_release as builders
from tests.builders import a_wave
from tests.page_review import parsed, review, text_of
from tests.staff_journey import SLUG, alerts, press, signed_in

PAGE = f"/verwaltung/befragungen/{SLUG}"
RELEASES, SPECIALS = f"{PAGE}/1/freigaben", f"{PAGE}/1/sonderauswertungen"
TOLD = "„Wohngeld“ nach Einkommen des Haushalts"
PROTOCOL = {
    "minimum": 20, "tau": 1.5, "tau_sensitive": 2.0, "design_effect": 1.2, "trimmed": 3,
    "effective_families": 810, "margins": {"children_age": ["0-2"], "area": ["a"]}, "merged": [],
    "audit": "leaking", "asked_by": "Paul Planer", "decided": [],
    "leaks": [["benefits.housing_benefit", "axis.income"]],
    "names": {"benefits.housing_benefit by axis.income": TOLD},
    "flags": {"plain": 900, "uncertain": 80, "too_few": 15, "unreliable": 5},
    "marks": {"county": "0011"}, "grouping": {},
}  # fmt: skip


def wave():
    return surveys.survey_by_slug(main_store(), SLUG).waves[0]


@pytest.fixture
def office(sqlite_app):
    """An administrator of a county whose wave has results and a release held after them."""
    with sqlite_app.app_context():
        made = a_wave(slug=SLUG)
        surveys.mark_closed(main_store(), made, today=date(2026, 10, 11))
        first = releases.start(main_store(), made.id, date(2026, 11, 1))
        passed = {**PROTOCOL, "audit": "passed", "leaks": []}
        releases.finish(main_store(), first, *builders.release(), passed)
        second = releases.start(main_store(), made.id, date(2026, 11, 2))
        releases.hold(main_store(), second, PROTOCOL, HELD)
        main_store().commit()
    return signed_in(sqlite_app)


def words(response):
    assert review(response.text) == []
    return text_of(parsed(response.text).find(".//main"))


def test_held_release_says_what_would_tell_and_who_asked(office):
    survey, page = office.get(f"{PAGE}/"), words(office.get(RELEASES))

    assert "Freigabe angehalten" in words(survey)
    assert f'href="{RELEASES}"' in survey.text
    assert TOLD in page
    assert "Angestoßen vonPaul Planer" in page
    assert "Angriff auf die fertigen Zahlennicht bestanden" in page
    assert "Angriff auf die fertigen Zahlenbestanden" in page
    assert "810 Familien" in page
    assert "Gewichtet nachAlter der Kinder und Planungsraum" in page


def test_rest_is_released_without_exactly_these_figures(office, sqlite_app):
    page = press(office, RELEASES, f"{RELEASES}/2/ohne")

    assert "Ergebnisse berechnen" in words(page)
    with sqlite_app.app_context():
        newest = releases.releases_of(main_store(), wave().id)[0]
        assert newest.number == 3
        assert newest.protocol["decided"] == PROTOCOL["leaks"]
        assert newest.protocol["asked_by"] == "Petra Planung"


def test_release_that_is_not_held_cannot_be_decided_on(office):
    page = press(office, RELEASES, f"{RELEASES}/1/ohne")

    assert alerts(page.text)[0] == "Diese Freigabe ist nicht angehalten."
    assert office.get(f"{RELEASES}/9/ohne").status_code == 405


def test_release_with_a_newer_one_cannot_be_decided_on(office, sqlite_app):
    with sqlite_app.app_context():
        third = releases.start(main_store(), wave().id, date(2026, 11, 3))
        releases.hold(main_store(), third, PROTOCOL, HELD)
        main_store().commit()

    page = press(office, RELEASES, f"{RELEASES}/2/ohne")

    assert alerts(page.text)[0].startswith("Es gibt schon eine neuere Freigabe.")
    with sqlite_app.app_context():
        assert len(releases.releases_of(main_store(), wave().id)) == 3


def test_special_analysis_needs_a_question_groups_and_a_reason(office):
    page = press(office, SPECIALS, SPECIALS, topic="", first="", second="", reason="")

    assert page.status_code == 422
    assert "Bitte wählen Sie eine Frage aus der Liste." in words(page)


def test_special_analyses_are_listed_with_who_asked_and_read_as_a_table(office, sqlite_app):
    with sqlite_app.app_context():
        asker = staff.staff_of(main_store(), builders.COUNTY)[0]
        wanted = Wanted(
            "care_now", "axis.family_form", "axis.income", "Für den Jugendhilfeausschuss"
        )
        day = date(2026, 11, 2)
        analysis = specials.start(main_store(), wave().id, wanted, asker.id, day, "1 2")
        specials.finish(main_store(), analysis, *a_table(), {"tau": 2.0})
        main_store().commit()

    listed, table = office.get(SPECIALS), words(office.get(f"{SPECIALS}/1"))

    assert "Petra Planung am 2. November 2026: fertig" in words(listed)
    assert "Für den Jugendhilfeausschuss" in words(listed)
    assert "Noch 9 sind möglich." in words(listed)
    assert "Alleinerziehend, wenig" in table
    assert "43" in table
    assert "zu wenige Antworten" in table
    assert "„Betreuung: ‚ja‘“ nach" in table
    assert office.get(f"{SPECIALS}/2").status_code == 404


def a_table() -> tuple[ReleasedTable, Contents]:
    view, key = "axis.family_form*axis.income", (Measure.SHARE, "care_now")
    cells = (
        Cell(*key, view, "single*low", "yes", 0.43, 0.3, 0.56, 60, Flag.PLAIN),
        Cell(*key, view, "couple*low", "yes", None, None, None, None, Flag.TOO_FEW),
    )
    topic = Topic("care_now", "Betreuung", "family", "use", categories={"yes": "ja"})
    said = {"axis.family_form": {"single": "Alleinerziehend", "couple": "Paar"},
            "axis.income": {"low": "wenig"}}  # fmt: skip
    about = builders.contents(builders.areas())
    return ReleasedTable(cells, 30), replace(about, topics=(topic,), axis_categories=said)
