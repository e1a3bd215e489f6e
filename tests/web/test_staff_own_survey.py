"""The survey of one facility: made by the county, watched by the people who work there."""

import pytest
from sqlalchemy.exc import IntegrityError

from surveyapp.access.roles import Role
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store
from tests.builders import a_wave, published
from tests.builders_release import release as figures
from tests.page_review import review
from tests.staff_journey import OTHER_COUNTY, a_place, press, signed_in

HOME = "/verwaltung/befragungen"
ASKED = {"title": "Eltern fragen im Regenbogen", "slug": "", "questionnaire": "thekiz"}


@pytest.fixture
def county(sqlite_app):
    """A county with a facility and a questionnaire; a place of another county stands beside it."""
    with sqlite_app.app_context():
        a_place()
        a_place(OTHER_COUNTY)
        published("thekiz")
        main_store().commit()
    return sqlite_app


def test_the_county_makes_a_survey_for_a_facility_and_its_people_follow_it(county):
    field, staff = signed_in(county, role=Role.FIELD), signed_in(county, role=Role.FACILITY)
    form = field.get(f"{HOME}/neu")

    made = press(field, f"{HOME}/neu", f"{HOME}/neu", **ASKED, place="1")
    slug = "eltern-fragen-im-regenbogen"
    with county.app_context():
        wave = a_wave(slug="andere", sampling="open")
        wave.survey = surveys.survey_by_slug(main_store(), slug)
        main_store().commit()

    begun = staff.get("/verwaltung/", follow_redirects=True).text
    own = staff.get(f"{HOME}/{slug}/")
    pages = [staff.get(f"{HOME}/{slug}/{page}") for page in ("vor-ort", "1/ruecklauf")]
    poster = staff.get(f"{HOME}/{slug}/1/papier/a4.pdf?sprache=de")
    assert "Familien im ganzen Landkreis" in form.text
    assert "Befragung der Einrichtung:" in made.text
    assert f'href="{HOME}/{slug}/"' in begun
    assert [review(each.text) for each in (own, *pages)] == [[], [], []]
    assert "weniger als 10 Antworten" in own.text
    assert "Welle schließen" not in own.text
    assert "/kiosk" in pages[0].text
    assert poster.content_type == "application/pdf"
    assert "<b>Kita Regenbogen</b>" in county.test_client().get(f"/f/{slug}/").text


def test_a_survey_of_a_facility_the_county_does_not_have_is_not_made(county):
    field = signed_in(county, role=Role.FIELD)

    for place in ("2", "0", "99", "-1", "eins", "1" * 30):
        page = press(field, f"{HOME}/neu", f"{HOME}/neu", **ASKED, place=place)

        assert page.status_code == 422
        assert "Diese Einrichtung steht nicht im Verzeichnis." in page.text
    with county.app_context():
        assert not surveys.has_surveys(main_store())


def test_results_not_yet_public_are_there_for_the_people_of_the_facility_only(county):
    with county.app_context():
        for slug, place_id in (("unser-haus", 1), ("landkreis", None)):
            wave = a_wave(slug=slug)
            wave.survey.place_id = place_id
            release = releases.start(main_store(), wave.id, wave.opens_on)
            releases.finish(main_store(), release, *figures(), {}, is_public=False)
        main_store().commit()
    staff = signed_in(county, role=Role.FACILITY)

    listed = staff.get("/ergebnisse/").text
    own = staff.get(f"{HOME}/unser-haus/").text

    assert "/ergebnisse/unser-haus/" in listed
    assert "/ergebnisse/unser-haus/" in own
    assert "/ergebnisse/landkreis/" not in listed
    assert staff.get("/ergebnisse/unser-haus/").status_code == 200
    assert staff.get("/ergebnisse/landkreis/").status_code == 404
    assert "/ergebnisse/unser-haus/" not in county.test_client().get("/ergebnisse/").text


def test_no_survey_belongs_to_a_facility_of_another_county(app):
    with app.app_context():
        elsewhere = a_place(OTHER_COUNTY).id
        survey = a_wave(slug="haus").survey

        survey.place_id = elsewhere

        with pytest.raises(IntegrityError):
            main_store().commit()
        main_store().rollback()
