"""From an empty page to published figures and their files, without a file or a command line."""

from __future__ import annotations

import pytest

from surveyapp.services import load_stock
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.responses import documents_of
from surveyapp.storage.surveys import survey_by_slug
from tests.browser import county_field as field
from tests.browser import county_journey as staff
from tests.browser.county_words import ENGLISH, UKRAINIAN
from tests.browser.test_studio_browser import at_desk, outline
from tests.browsing import served, watched
from tests.staff_journey import COUNTY, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

INVENTED = 100
THANKS = {
    "de": "Ihre Antworten sind gespeichert",
    "en": "Your answers are stored",
    "uk": "Ваші відповіді збережено",
}


@pytest.fixture
def county(sqlite_app):
    """A fresh installation at work: two people of one county, and its region."""
    with sqlite_app.app_context():
        load_stock.load_stock(main_store(), COUNTY)
        an_account(email="petra@example.org")
        an_account(email="karl@example.org")
    with served(sqlite_app) as address, field.at_work(sqlite_app):
        yield address


def answers_in(app):
    """Return how many families' answers the closed wave holds."""
    with app.app_context(), urn_reading() as urn:
        wave = survey_by_slug(main_store(), field.SLUG).waves[0]
        return len(list(documents_of(urn, [wave.id])))


def test_staff_make_a_survey_and_publish_what_families_say_alone(county, sqlite_app, new_page):
    office = f"{county}/verwaltung"
    petra = at_desk(office, new_page, accept_downloads=True)
    petra.set_default_timeout(60_000)  # jobs are done by a process of their own
    watch = watched(petra, county)

    staff.build(petra, office)
    questions = outline(petra)
    staff.translate(petra, "Englisch", ENGLISH)
    staff.translate(petra, "Ukrainisch", UKRAINIAN)
    way = staff.try_it(petra)
    field.try_as_tester(new_page(), field.let_try(petra))
    remark = field.remark_on_desk(petra)
    staff.sign_off(at_desk(office, new_page, "karl@example.org"))
    staff.publish(petra)
    staff.run_survey(petra)
    thanked = {each: field.answer(new_page(), county, each) for each in THANKS}
    field.many_answer(sqlite_app, INVENTED)
    field.close(petra)
    field.show_all(sqlite_app, petra)
    read = field.figure_of(new_page(), county, "Leben Kinder bei Ihnen?")
    in_csv, in_workbook = field.files_of(petra)
    names = field.rows_for_an_office(petra)

    assert len(questions) == 15
    assert any(each.startswith("Jedes Kind") for each in way)
    assert remark == f"„{field.REMARK}“"
    assert thanked == THANKS
    assert answers_in(sqlite_app) == len(THANKS) + INVENTED
    assert read.items() <= in_csv.items()
    assert in_csv == in_workbook
    assert {"daten.csv", "daten.sav", "LIESMICH.txt"} <= names
    assert (watch.console, watch.foreign) == ([], [])
