"""Files from elsewhere and keys pressed in the studio bring harmful words, which stay words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browsing import DESK
from tests.corpus import brought
from tests.corpus.county import V
from tests.corpus.office import forms_of
from tests.corpus.payloads import POLYGLOT, WITHOUT_BRACES, Supply
from tests.corpus.place import Place, tab

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BRING_IN = f"{V}/fragebogen/einlesen"

SHOWN_OF_A_DRAFT = ("", "pruefung", "studio", "studio/vorschau")


def sent(place: Place, page: str, file: brought.File, name: str, **given: str):
    """Send a file through the form of a page; return the form and what came back."""
    office = place.county.office
    form = next(each for each in forms_of(page, office.opens(page)) if name in each.names)
    return form, office.send(form, {name: file.upload, **given})


def kept(place: Place, answer) -> Iterator[str]:
    """Keep what was brought in; yield the addresses of pages that show it, where it was taken."""
    office = place.county.office
    forms = forms_of(BRING_IN, answer.text)
    form = next((each for each in forms if "fragebogen" in each.names), None)
    if form is not None:
        draft = office.send(form).request.path.removesuffix("/studio").rstrip("/")
        yield from (f"{draft}/{page}" for page in SHOWN_OF_A_DRAFT)


def test_questionnaires_from_elsewhere_run_nothing(place, chromium):
    taken, signs = {}, {}
    amiss = {}

    with tab(chromium, place) as witness:
        witness.is_literal = False  # formats carry markup, which is taken out and told
        for file in brought.questionnaires(Supply(WITHOUT_BRACES)):
            form, answer = sent(place, BRING_IN, file, "files", form=file.form)
            staged = place.stage.keep(form.address, answer)
            assert ", row" not in answer.text, file.form
            pages = [staged, *kept(place, answer)]
            for page in pages:
                amiss[f"{file.form} {page}"] = witness.visit(place.address + page)
            taken.setdefault(file.form, []).append(len(pages) > 1)
            signs[file.form] = witness.signs
            witness.signs = 0

    assert {page: found for page, found in amiss.items() if found} == {}
    assert taken == {
        "surveyjs": [True, False],
        "limesurvey": [True, False],
        "xlsform": [True, False],
        "eq": [True],
    }
    assert min(signs.values()) > 0


def test_files_of_translations_stay_words(place, chromium):
    key = place.county.office.key
    page = f"{V}/uebersetzungen/{key}/en/einlesen"
    keys = ("question/care:text", "question/care:hint", "question/live:text")
    amiss, statuses = {}, []

    with tab(chromium, place) as witness:
        for file in brought.translations(place.county.office.supply, keys):
            form, answer = sent(place, page, file, "file")
            statuses.append(answer.status_code)
            staged = place.stage.keep(form.address, answer)
            amiss[f"{file.suffix} {answer.status_code}"] = witness.visit(place.address + staged)

    assert {name: found for name, found in amiss.items() if found} == {}
    assert statuses == [200, 422] * 3
    assert witness.signs > 30


def test_the_studio_shows_typed_words_as_words_while_they_are_typed(place, chromium):
    studio = f"{place.address}{V}/fragebogen/{place.county.office.key}/studio"
    amiss = {}

    with tab(chromium, place, viewport=DESK) as witness:
        page = witness.page
        page.goto(f"{studio}?ort=question/care")
        for name, field in (("question", "[id$='-text']"), ("option", "[data-new]")):
            page.locator(field).first.focus()
            page.keyboard.press("ControlOrMeta+A")
            page.keyboard.type(POLYGLOT)
            amiss[f"{name} typed"] = witness.look()
            page.keyboard.press("Tab")
            saved(page)
            amiss[f"{name} kept"] = witness.look()
        assert page.input_value("[id$='-text']") == POLYGLOT
        page.frame_locator("#telefon").get_by_text(POLYGLOT).first.wait_for()
        amiss["preview"] = witness.look()
        page.goto(f"{studio}?ort=page/choosing&tun=einfuegen")
        page.locator("#eingefuegt").focus()
        page.keyboard.type(f"{POLYGLOT}\n- {POLYGLOT}\n- b\n")
        page.locator("[value=verstehen]").click()
        page.locator("#verstanden").wait_for()
        amiss["understood"] = witness.look()
        page.locator("[value^='einfuegen~']").click()
        page.locator("#eingefuegt").wait_for(state="detached")
        amiss["pasted"] = witness.look()
        page.goto(f"{studio}?ort=question/hours&tun=pruefung")
        page.locator("#bedingung textarea:visible, #bedingung input:visible").last.focus()
        page.keyboard.type(POLYGLOT)
        amiss["check typed"] = witness.look()

    assert {name: found for name, found in amiss.items() if found} == {}


def saved(page) -> None:
    """Wait until everything is kept."""
    page.locator(".studio[data-pending='0']").wait_for()
    assert page.locator("#sagt").get_attribute("data-kind") == "", page.inner_text("#sagt")
