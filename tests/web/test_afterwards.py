"""After sending: dated steps, and a list of advice that is the same for everybody."""

from datetime import date

import pytest

from surveyapp.services import load_stock
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.ui import languages
from surveyapp.web.respond.afterwards import afterwards
from tests.builders import a_wave
from tests.page_review import review


@pytest.fixture
def told(sqlite_app):
    """Return a function that says what follows after a wave on a day, in a language."""

    def tell(wave, day, language="de"):
        languages.use(language)
        return afterwards(wave.survey.slug, wave.id, day)

    with sqlite_app.test_request_context():
        yield tell


def test_last_page_dates_only_what_is_known(told):
    wave = a_wave()
    surveys.add_wave(
        main_store(), wave.survey, version=1, opens_on=date(2028, 9, 1),
        closes_on=date(2028, 10, 1), sampling="open", invited=None,
    )  # fmt: skip
    main_store().commit()

    found = told(wave, date(2026, 11, 22))
    late = told(wave, date(2026, 12, 16))

    assert found.steps[0] == "Bis 15. Dezember 2026 können noch andere Familien antworten."
    assert "steht noch nicht fest" in found.steps[1]
    assert found.steps[-1] == "Wir fragen Familien noch einmal. Geplant: September 2028."
    assert late.steps[0] == "Zurzeit können noch andere Familien antworten."
    assert (found.results, found.advice) == ("/ergebnisse/familie-26/familien", "")


def test_last_page_leads_on_in_the_language_of_the_family(told):
    wave = a_wave(state="closed")
    load_stock.load_example(main_store(), "16065")

    found = told(wave, date(2026, 12, 2), "de-simple")

    assert found.steps[0] == "Die Umfrage ist zu Ende."
    assert found.results == "/ergebnisse/familie-26/familien?lang=de-simple"
    assert found.advice == "/f/familie-26/beratung?lang=de-simple"


def test_advice_is_listed_for_the_whole_county_and_marked_where_it_is_invented(sqlite_app):
    with sqlite_app.app_context():
        a_wave(slug="neu")
        empty = sqlite_app.test_client().get("/f/neu/beratung")
        load_stock.load_example(main_store(), "16065")
    client = sqlite_app.test_client()

    pages = [client.get(f"/f/neu/beratung?lang={code}").text for code in ("de", "ar")]

    assert "steht dazu noch nichts" in empty.text
    assert "Mehrgenerationenhaus Beispielmarkt 1" in pages[0]
    assert "Das ist ein Beispiel" in pages[0]
    assert "Kita " not in pages[0]
    assert [review(page) for page in (empty.text, *pages)] == [[], [], []]
    assert client.get("/f/nie/beratung").status_code == 404


def test_whoever_comes_too_late_is_led_to_what_came_of_it(sqlite_app):
    with sqlite_app.app_context():
        a_wave(slug="vorbei", state="closed")

    page = sqlite_app.test_client().get("/f/vorbei/?lang=uk")

    assert page.status_code == 410
    assert 'href="/ergebnisse/vorbei/familien?lang=uk"' in page.text
