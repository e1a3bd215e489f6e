"""The pages of the field: making a survey, planning waves and samples, watching answers."""

from datetime import date, timedelta
from random import Random

import pytest

from surveyapp.services import letters
from surveyapp.services.field import plan
from surveyapp.storage import plans, surveys
from surveyapp.storage.db import main_store
from tests.builders import Actor, a_wave, published
from tests.page_review import parsed, review
from tests.services.test_field_response import report_used
from tests.staff_journey import alerts, press, signed_in, token_on

HOME = "/verwaltung/befragungen"
TODAY = date.today()  # noqa: DTZ011 - as the pages
WAVE = {
    "version": "1",
    "opens_on": f"{TODAY + timedelta(10):%Y-%m-%d}",
    "closes_on": f"{TODAY + timedelta(50):%d.%m.%Y}",
    "sampling": "random",
    "invited": "2.400",
    "number": "1",
}
SURVEY = {"title": "Familien fragen", "slug": "", "questionnaire": "familie"}


@pytest.fixture
def client(sqlite_app):
    with sqlite_app.app_context():
        published("familie")  # checked elsewhere
        main_store().commit()
    return signed_in(sqlite_app, role="field")


@pytest.fixture
def survey(client):
    press(client, f"{HOME}/neu", f"{HOME}/neu", **SURVEY)
    return f"{HOME}/familien-fragen"


def text_of(page):
    return " ".join("".join(parsed(page.text).itertext()).split())


def fields_of(page):
    """Return all fields of the largest form of a page as they are."""
    forms = parsed(page.text).findall(".//form")
    form = max(forms, key=lambda each: len(list(each.iter("input"))))
    found = {}
    for each in form.iter("input"):
        if each.get("type") not in {"radio", "checkbox"} or each.get("checked") is not None:
            found[each.get("name")] = each.get("value", "")
    found |= {each.get("name"): each.text or "" for each in form.iter("textarea")}
    for each in form.iter("select"):
        options = list(each.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None]
        found[each.get("name")] = (chosen or options)[0].get("value")
    return found


def step_of(page):
    """Return the present step of the only wave of a page."""
    return parsed(page.text).find(".//li[@aria-current='step']").text


def test_a_survey_is_made_planned_and_opened_step_by_step(client, survey):
    page = client.get(f"{survey}/")
    assert review(page.text) == []
    assert "Noch keine Welle geplant." in page.text

    made = press(client, f"{survey}/neue-welle", f"{survey}/neue-welle", **WAVE)

    assert alerts(made.text) == [
        "Die Welle ist geplant. Verteilen Sie jetzt die Briefe auf Ihren Landkreis."
    ]
    kept = client.post(
        f"{survey}/1/stichprobe", data={**fields_of(made), "step": "keep"}, follow_redirects=True
    )
    assert alerts(kept.text)[0].startswith("Der Plan ist gespeichert.")
    assert step_of(kept) == "Briefe"
    page = client.get(f"{survey}/briefe")
    assert "Sondershausen: 645" in parsed(page.text).find(".//textarea[@id='w1-parts']").text
    opened = press(client, f"{survey}/", f"{survey}/1/oeffnen")
    assert alerts(opened.text) == ["Die Welle ist geöffnet. Familien können jetzt antworten."]
    assert step_of(opened) == "Erinnerung"


def test_the_second_press_finds_the_survey_and_the_wave_of_the_first(client, survey, sqlite_app):
    again = press(client, f"{HOME}/neu", f"{HOME}/neu", **SURVEY)
    token = token_on(again.text)
    for _press in range(2):
        last = client.post(f"{survey}/neue-welle", data={**WAVE, "csrf_token": token})

    assert last.status_code == 422
    assert "Diese Welle ist schon angelegt." in last.text
    with sqlite_app.app_context():
        found = surveys.surveys_of(main_store(), "16065")
        assert [len(each.waves) for each in found] == [1]


WRONG_SURVEYS = (
    ({"title": ""}, "Bitte geben Sie der Befragung einen Titel."),
    ({"title": "x" * 1_000_000}, "höchstens 200 Zeichen"),
    ({"slug": "Für alle!"}, "kleine Buchstaben ohne Umlaute"),
    ({"slug": "neu"}, "Das Wort „neu“ ist vergeben."),
    ({"questionnaire": "../geheim"}, "Diesen Fragebogen gibt es nicht"),
)


def test_a_survey_that_cannot_be_made_says_why_and_keeps_what_was_typed(client):
    for change, sentence in WRONG_SURVEYS:
        page = press(client, f"{HOME}/neu", f"{HOME}/neu", **{**SURVEY, **change})

        assert (page.status_code, review(page.text)) == (422, [])
        assert sentence in text_of(page)
        assert fields_of(page)["title"] == {**SURVEY, **change}["title"]


WRONG_WAVES = (
    ({"closes_on": "31.02.2027"}, "Bitte geben Sie einen Tag an"),
    ({"closes_on": "01.01.2020"}, "Das Ende liegt vor dem Beginn"),
    ({"opens_on": ""}, "wann die Welle beginnen soll"),
    ({"invited": "50"}, "Bitte geben Sie eine Zahl von 100 bis 20.000 ein."),
    ({"invited": "viele"}, "Bitte schreiben Sie nur eine Zahl"),
    ({"sampling": ""}, "Bitte wählen Sie, wer teilnimmt."),
    ({"version": "7"}, "Diesen Fragebogen gibt es nicht in dieser Fassung."),
    ({"version": "x"}, "Diesen Fragebogen gibt es nicht in dieser Fassung."),
)


def test_a_wave_that_cannot_be_planned_says_why(client, survey):
    for change, sentence in WRONG_WAVES:
        page = press(client, f"{survey}/neue-welle", f"{survey}/neue-welle", **{**WAVE, **change})

        assert (page.status_code, review(page.text)) == (422, [])
        assert sentence in text_of(page)


def test_a_planned_wave_is_changed_and_deleted_and_then_the_survey(client, survey):
    press(client, f"{survey}/neue-welle", f"{survey}/neue-welle", **WAVE)
    page = client.get(f"{survey}/1/aendern")
    form = {**fields_of(page), "sampling": "open"}

    changed = client.post(f"{survey}/1/aendern", data=form, follow_redirects=True)
    gone = press(client, f"{survey}/", f"{survey}/1/loeschen")
    last = press(client, f"{survey}/", f"{survey}/loeschen")

    assert "offen für alle, nicht repräsentativ" in text_of(changed)
    assert alerts(gone.text) == ["Die geplante Welle ist gelöscht."]
    assert alerts(last.text) == ["Die Befragung ist gelöscht."]
    assert client.get(f"{survey}/").status_code == 404


def test_the_next_wave_proposes_the_last_one_a_year_later_and_says_what_stays_comparable(
    client, sqlite_app
):
    with sqlite_app.app_context():
        a_wave(state="closed", sampling="random")

    page = client.get(f"{HOME}/familie-26/neue-welle")

    form = fields_of(page)
    assert review(page.text) == []
    assert (form["sampling"], form["invited"], form["number"]) == ("random", "100", "2")
    assert form["opens_on"] == "2027-11-01"
    assert "Bleibt es dabei, ist alles vergleichbar." in text_of(page)


def test_a_sample_is_tried_out_without_keeping_anything(client, survey, sqlite_app):
    made = press(client, f"{survey}/neue-welle", f"{survey}/neue-welle", **WAVE)
    assert review(made.text) == []
    assert "Mit 2.400 Briefen antworten etwa 716 Familien." in text_of(made)

    form = {**fields_of(made), "width": "5", "rate": "40", "allocation": "equal"}
    page = client.post(f"{survey}/1/stichprobe", data={**form, "step": "try"})
    odd = client.post(f"{survey}/1/stichprobe", data={**form, "rate": "0", "letters": "9000"})

    assert (page.status_code, review(page.text)) == (200, [])
    assert "Für ± 5 Punkte im ganzen Landkreis brauchen Sie etwa" in text_of(page)
    assert "Die Gebiete werden ungleich stark befragt." in text_of(page)
    assert odd.status_code == 422
    assert "Bitte geben Sie eine Zahl von 1 bis 100 ein." in odd.text
    with sqlite_app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familien-fragen").waves[0]
        assert plans.plan_of(main_store(), wave.id) is None


def test_a_sample_answers_for_a_named_town_and_is_kept_by_municipality(client, survey, sqlite_app):
    made = press(
        client, f"{survey}/neue-welle", f"{survey}/neue-welle", **{**WAVE, "invited": "1200"}
    )
    form = {**fields_of(made), "level": "municipalities", "width": "4"}
    by_town = client.post(f"{survey}/1/stichprobe", data={**form, "step": "try"})

    near = {**fields_of(by_town), "focus": "16065067"}
    page = client.post(f"{survey}/1/stichprobe", data={**near, "step": "try"})
    kept = client.post(
        f"{survey}/1/stichprobe", data={**near, "step": "keep"}, follow_redirects=True
    )
    again = client.get(f"{survey}/1/stichprobe")

    assert (page.status_code, review(page.text)) == (200, [])
    assert (
        "Sondershausen: Von den 1.200 Briefen gehen 322 dorthin, etwa 96 Familien antworten: ± 10,2 Punkte."
        in text_of(page)
    )
    assert "± 4 Punkte sind für Sondershausen mit diesem Rücklauf nicht zu erreichen" in text_of(
        page
    )
    assert "Gingen 1.200 Briefe nur dorthin, wären es ± 5,2 Punkte." in text_of(page)
    assert alerts(kept.text)[0].startswith("Der Plan ist gespeichert.")
    assert fields_of(again)["level"] == "municipalities"
    with sqlite_app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familien-fragen").waves[0]
        parts = plan.parts_of(main_store(), wave.id)
        assert (parts["Sondershausen"].letters, sum(each.letters for each in parts.values())) == (
            322,
            1200,
        )


def test_wrong_numbers_of_areas_are_named_with_the_area(client, survey):
    made = press(client, f"{survey}/neue-welle", f"{survey}/neue-welle", **WAVE)
    form = fields_of(made)
    families = next(name for name in form if name.startswith("families."))
    rate = [name for name in form if name.startswith("rate.")][1]

    page = client.post(f"{survey}/1/stichprobe", data={**form, families: "-3", rate: "130"})
    many = client.post(f"{survey}/1/stichprobe", data={**form, "letters": "9.000"})

    assert (page.status_code, review(page.text)) == (422, [])
    assert "An der Schmücke: Bitte geben Sie die Zahl der Familien an." in page.text
    assert "Artern: Der Rücklauf ist eine Zahl von 1 bis 100, oder leer." in page.text
    assert "mehr Briefe, als es nach der Tabelle unten Familien gibt" in text_of(many)


def test_answers_are_shown_by_part_with_advice_where_they_are_missing(client, survey, sqlite_app):
    made = press(client, f"{survey}/neue-welle", f"{survey}/neue-welle", **WAVE)
    client.post(f"{survey}/1/stichprobe", data={**fields_of(made), "step": "keep"})
    with sqlite_app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familien-fragen").waves[0]
        parts = plan.parts_of(main_store(), wave.id)
        wanted = {name: part.letters for name, part in parts.items()}
        letters.issue(main_store(), Actor(), wave.id, wanted, 0, Random(1))
    press(client, f"{survey}/", f"{survey}/1/oeffnen")
    before = client.get(f"{survey}/1/ruecklauf")
    with sqlite_app.app_context():
        wave = surveys.open_wave_of(main_store(), "familien-fragen")
        used = {"Sondershausen": 210, "Artern": 90, "Greußen": 14}
        report_used(wave.id, used)

    page = client.get(f"{survey}/1/ruecklauf")

    assert (review(before.text), review(page.text)) == ([], [])
    assert "Noch ist kein Schub geöffnet." in text_of(before)
    assert "Greußen: 5 % – eine Erinnerung lohnt sich." in text_of(page)
    assert "mehr als erwartet: 68 % der Antworten bei 27 % der Familien" in text_of(page)
    assert "Eine Liste zum Erinnern gibt es jetzt." in text_of(page)
    assert "214" not in text_of(page)


def test_a_survey_goes_on_by_itself_from_then_on(client, survey):
    page = client.get(f"{survey}/zeitraeume")
    odd = press(client, f"{survey}/zeitraeume", f"{survey}/zeitraeume", months="5")

    saved = press(client, f"{survey}/zeitraeume", f"{survey}/zeitraeume", months="3")
    ended = press(client, f"{survey}/zeitraeume", f"{survey}/zeitraeume", months="")

    assert (review(page.text), odd.status_code) == ([], 422)
    assert "Diese Befragung läuft von selbst weiter: Mit jedem Vierteljahr" in text_of(saved)
    assert "läuft von selbst weiter:" not in text_of(ended)


def test_title_changes_always_and_the_address_until_families_know_it(client, sqlite_app):
    with sqlite_app.app_context():
        a_wave(slug="laeuft")
        a_wave(slug="geplant", state="planned")
    running, planned = f"{HOME}/laeuft/aendern", f"{HOME}/geplant/aendern"

    titled = press(client, running, running, title="Anderer Titel", slug="laeuft")
    kept = press(client, running, running, title="Anderer Titel", slug="anders")
    moved = press(client, planned, planned, title="Geplant", slug="anders")

    assert "Anderer Titel" in titled.text
    assert "Die Adresse bleibt, wie sie ist" in text_of(kept)
    assert moved.request.path == f"{HOME}/anders/"


def test_planners_see_no_button_they_may_not_press(sqlite_app):
    planner = signed_in(sqlite_app, role="planner")
    with sqlite_app.app_context():
        a_wave(state="planned")

    page = planner.get(f"{HOME}/familie-26/")

    assert "Planung ändern" not in page.text
    assert "Neue Befragung" not in planner.get("/verwaltung/").text
    assert planner.get(f"{HOME}/neu").status_code == 403
