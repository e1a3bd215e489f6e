"""What families read afterwards: released figures and resolved measures, and nothing else."""

import gzip
import re
from dataclasses import replace
from datetime import date

import pytest

from analytics.released import Contents, Flag, Measure, ReleasedTable
from surveyapp.planning.measures import BODIES, Resolution, State
from surveyapp.services.planning import measures as keeping
from surveyapp.storage import measures, releases, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.measures import Content, Words
from surveyapp.ui import languages
from surveyapp.web.results.families import _about, body_names
from tests import builders_release as builders
from tests.builders import a_wave, published
from tests.page_review import review
from tests.staff_journey import OTHER_COUNTY, an_account

SLUG = "familie-16065"
PAGE = f"/ergebnisse/{SLUG}/familien"
COUNCIL = Resolution("county_council", date(2026, 7, 1), "88/26")


def a_measure(survey, staff, title, *, topic="need.care_gap", is_resolved=True):
    """Keep a measure, resolved by the county council or only proposed."""
    words, day = Words(title, f"{title} im ganzen Landkreis."), date(2026, 7, 2)
    made = keeping.propose(main_store(), survey, Content(words, {"topic": [topic]}), staff.id, day)
    known = measures.one_of(main_store(), survey.county_ags, made)
    if is_resolved:
        keeping.take_step(main_store(), known, State.RESOLVED, COUNCIL, None, staff.id, day)
    return measures.one_of(main_store(), survey.county_ags, made)


@pytest.fixture
def told(sqlite_app):
    """A survey with two public waves and a measure in answer to one need."""
    with sqlite_app.app_context():
        tell(main_store())
    return sqlite_app


def tell(session):
    builders.publish(session, builders.release())
    builders.publish(session, builders.second_wave())
    survey = surveys.survey_by_slug(session, SLUG)
    for wave in survey.waves:
        wave.document_hash = published("familie").document_hash
    session.commit()
    return survey, a_measure(survey, an_account(), "Späte Betreuung")


def words(client, address=PAGE):
    """Return the words of a page, with single blanks between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).text).split())


def test_families_read_what_they_said_beside_what_was_decided_by_whom(app):
    with app.app_context():
        tell(main_store())

    page = app.test_client().get(PAGE)
    said = words(app.test_client())

    assert review(page.text) == []
    assert "Rund 1.230 Familien haben geantwortet." in said
    assert "18 % der Kinder unter 6 Jahren brauchen im" in said
    assert "Das sind etwa 2 von 10. Wahrscheinlich sind es zwischen 16 und 20 von 100." in said
    assert "Späte Betreuung im ganzen Landkreis. Beschluss: Kreistag, 1. Juli 2026." in said
    assert said.count("Dazu ist noch nichts beschlossen.") == 4
    assert "weniger als zuvor (27 %, jetzt 18 %)" in said
    assert "Set-Cookie" not in page.headers


def test_only_what_was_resolved_in_answer_to_this_survey_is_told(told):
    with told.app_context():
        survey, staff = surveys.survey_by_slug(main_store(), SLUG), an_account(role="planner")
        other = a_wave(slug="zweite").survey
        foreign = a_wave(slug="fremd", county_ags=OTHER_COUNTY).survey
        a_measure(survey, staff, "Nur Vorschlag", is_resolved=False)
        a_measure(other, staff, "Andere Befragung")
        a_measure(foreign, an_account(OTHER_COUNTY), "Anderer Kreis")
        a_measure(survey, staff, "Rufbus", topic="need.gone")

    said = words(told.test_client())

    assert not re.search("Vorschlag|Andere", said)
    assert "Das tun wir außerdem Beschlossen Rufbus" in said


def hidden(table: ReleasedTable, topic: str) -> ReleasedTable:
    """Return a table in which the county's share of a topic is not shown."""
    blank = {"value": None, "low": None, "high": None, "n": None, "flag": Flag.TOO_FEW}
    cells = (
        replace(cell, **blank)
        if (cell.measure, cell.topic, cell.view) == (Measure.SHARE, topic, "county")
        else cell
        for cell in table
    )
    return ReleasedTable(tuple(cells), table.minimum)


def test_figures_that_are_hidden_or_not_released_never_appear(sqlite_app):
    table, contents = builders.release()
    later = replace(contents, wave=2, n=4440)
    with sqlite_app.app_context():
        builders.publish(main_store(), (hidden(table, "need.play"), contents))
        builders.publish(main_store(), (table, later), is_public=False)
        survey = surveys.survey_by_slug(main_store(), SLUG)
        wave = surveys.add_wave(
            main_store(), survey, version=1, opens_on=date(2026, 8, 1),
            closes_on=date(2026, 8, 31), sampling="random", invited=10,
        )  # fmt: skip
        held = releases.start(main_store(), wave.id, date(2026, 9, 9))
        releases.hold(main_store(), held, {}, "Mit ihnen wäre jemand zu erkennen.")
        main_store().commit()

    said = words(sqlite_app.test_client())

    assert "Rund 1.230 Familien" in said
    assert not re.search("4.440|Spielplatz|Was sich geändert hat", said)
    assert said.count("Das sind etwa") == 4


def test_open_survey_claims_nothing_of_all_families(sqlite_app):
    table, contents = builders.release()
    anybody: Contents = replace(contents, sampling="open", invited=None)
    with sqlite_app.app_context():
        builders.publish(main_store(), (table, anybody))

    said = words(sqlite_app.test_client())

    assert "nicht für alle Familien" in said
    assert "unter den Antwortenden" in said
    assert "Wahrscheinlich" not in said


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("planned", "Die Umfrage hat noch nicht begonnen."),
        ("open", "Die Umfrage läuft noch"),
        ("closed", "Die Umfrage ist seit 1. Dezember 2026 beendet."),
    ],
)
def test_before_any_release_the_page_says_how_far_the_survey_is(sqlite_app, state, sentence):
    with sqlite_app.app_context():
        a_wave(slug="neu", state=state)
    client = sqlite_app.test_client()

    page = client.get("/ergebnisse/neu/familien")

    assert (page.status_code, client.get("/ergebnisse/nie/familien").status_code) == (200, 404)
    assert review(page.text) == []
    assert sentence in words(client, "/ergebnisse/neu/familien")
    assert "Sobald die Ergebnisse freigegeben sind" in page.text


def test_every_language_is_spoken_as_far_as_somebody_translated_it(told):
    with told.app_context():
        known = measures.of_county(main_store(), "16065")[0]
        said = {"ar": Words("رعاية متأخرة", "أربع روضات حتى الساعة 19.")}
        keeping.translate(main_store(), known, said, known.changed_by, date(2026, 7, 3))
        spoken = languages.spoken()
    client = told.test_client()

    pages = {code: client.get(f"{PAGE}?lang={code}").text for code in spoken}

    assert len(pages) == 11
    assert {code for code, page in pages.items() if review(page)} == set()
    assert '<html lang="ar" dir="rtl">' in pages["ar"]
    assert "رعاية متأخرة" in pages["ar"]
    assert "من الأطفال دون 6 سنوات" in pages["ar"]
    assert '<span lang="de" dir="ltr">Späte Betreuung</span>' in pages["uk"]
    assert "18% of children under 6" in pages["en"]
    thanked = {code for code, page in pages.items() if "Vielen Dank!" in page}
    assert thanked == {"de", "de-simple"}
    assert PAGE.encode() in client.get(PAGE, headers={"Accept-Language": "tr"}).data


def test_most_families_are_not_called_all_of_them(told):
    with told.test_request_context(PAGE):
        table, contents = builders.release()
        cell = replace(table.cells[0], value=0.96, low=0.94, high=0.97, flag=Flag.PLAIN)

        said = _about(cell, contents)

    assert "96 von 100" in said[0]


def test_plain_german_has_a_line_for_each_sentence(told):
    page = told.test_client().get(f"{PAGE}?lang=de-simple").text

    paragraphs = re.findall(r'<p class="(?:about|more|decided)">(.*?)</p>', page, re.DOTALL)
    assert len(paragraphs) > 4
    assert [each for each in paragraphs if re.search(r"[a-zäöüß][.!?] +[A-ZÄÖÜ]", each)] == []


def test_page_is_light_and_every_body_has_a_name_for_families(told):
    client = told.test_client()
    page = client.get(PAGE).text
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))

    weight = len(gzip.compress(page.encode()))
    weight += sum(len(gzip.compress(client.get(part).data)) for part in parts)

    with told.test_request_context():
        assert body_names() == dict(BODIES)
    assert weight < 14 * 1024
    assert " style=" not in page


def test_process_without_the_other_parts_shows_the_page(told):
    with told.app_context():
        from surveyapp.app import create_app  # noqa: PLC0415
        from surveyapp.ui import current_config  # noqa: PLC0415

        alone = create_app(replace(current_config(), parts=frozenset({"results"})))

    assert "/barrierefreiheit" in alone.test_client().get(PAGE).text
