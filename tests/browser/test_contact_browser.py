"""The contact form in a real browser: phone and desk, dark, in English, with and without scripts."""

from __future__ import annotations

from datetime import date

import pytest

from surveyapp.services import contact
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.browsing import DESK, PHONE, press, seen, watched
from tests.builders import Actor
from tests.journeys.journey import an_open_wave
from tests.staff_journey import PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NARROW = {"width": 320, "height": 640}
HARMFUL = "<script>alert(1)</script>"


@pytest.fixture
def form(sqlite_app, address):
    """Return the address of a contact form, with an account that may read what is left."""
    with sqlite_app.app_context():
        an_open_wave("contact_form")
        an_open_wave("familie")
        an_account(email="p@example.org")
    return f"{address}/f/contact-form/kontakt"


def said(app):
    with app.app_context():
        survey = surveys.survey_by_slug(main_store(), "contact-form")
        found = contact.wishes_of(main_store(), Actor(), survey, date(2026, 1, 1))
        return [dict(wish.said) for wish in found]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"viewport": DESK}, id="desk"),
        pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="dark"),
        pytest.param({"viewport": NARROW, "locale": "en-GB"}, id="narrow-in-English"),
    ],
)
def test_every_state_of_the_form_is_accessible_and_quiet(form, new_page, request, options):
    look = request.node.callspec.id
    page = new_page(**options)
    page.set_default_timeout(10_000)
    watch = watched(page, form)

    page.goto(form.replace("kontakt", ""))
    press(page)
    page.check("[name=advice][value=yes]")
    press(page)
    press(page, "[value=send]")
    seen(page, "contact-thanks", look)
    press(page, "main .note a")
    seen(page, "contact-form", look)
    press(page)
    seen(page, "contact-errors", look)
    page.fill("#number", "03632 12345")
    page.check("[name=topic][value=other]")
    page.fill("#matter", "Spielplatz")
    page.check("#contact-agreement")
    seen(page, "contact-filled", look)
    press(page)
    seen(page, "contact-left", look)
    page.goto(form.replace("contact-form", "familie"))
    seen(page, "contact-familie", look)

    assert watch.is_quiet()


def test_the_form_works_without_scripts(form, new_page, sqlite_app):
    page = new_page(java_script_enabled=False)
    page.set_default_timeout(10_000)
    page.goto(form)

    page.fill("#mail", "ada@example.org")
    page.check("[name=topic][value=other]")
    page.check("#contact-agreement")
    press(page)
    page.fill("#matter", "Spielplatz")
    press(page)

    assert page.locator("h1").inner_text() == "Ihre Kontaktdaten sind angekommen"
    (found,) = said(sqlite_app)
    assert found["Ihre E-Mail-Adresse"] == "ada@example.org"
    assert found["Was möchten Sie besprechen?"] == "Spielplatz"


def test_the_field_for_programs_is_met_neither_by_eye_nor_by_keyboard(form, new_page):
    page = new_page(viewport=DESK)
    page.goto(form)
    names = []

    for _ in range(20):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name || ''"))

    box = page.locator("#message-subject").bounding_box()
    assert "mail" in names
    assert "contact-agreement" in names
    assert "message-subject" not in names
    assert (
        page.evaluate(
            "document.querySelector('#message-subject').closest('[aria-hidden]').offsetWidth"
        )
        == 1
    ), box


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_staff_works_through_the_list(form, new_page, request, viewport):
    look = request.node.callspec.id
    for name, matter in (("Ada", "Spielplatz"), (HARMFUL, "")):
        family = new_page()
        family.goto(form)
        family.fill("#mail", "ada@example.org")
        family.fill("#name", name)
        if matter:
            family.check("[name=topic][value=other]")
            family.fill("#matter", matter)
        family.check("#contact-agreement")
        press(family)
    office = form.split("/f/", maxsplit=1)[0] + "/verwaltung"
    page = new_page(viewport=viewport)
    watch = watched(page, office)

    page.goto(f"{office}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    press(page, "main button")
    page.goto(f"{office}/befragungen/contact-form/")
    seen(page, "contact-survey", look)
    press(page, "text=Kontaktwünsche")
    seen(page, "contact-list", look)
    assert HARMFUL in page.inner_text("main")
    press(page, "main .card button")
    seen(page, "contact-one-left", look)
    press(page, "main .card button")
    seen(page, "contact-empty", look)

    assert page.locator(".card").count() == 0
    assert watch.console == []
    assert watch.foreign == []
