"""Files from elsewhere and keys pressed in the studio bring harmful words, which stay words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browsing import DESK
from tests.corpus import brought
from tests.corpus.county import V
from tests.corpus.office import Office, forms_of
from tests.corpus.payloads import POLYGLOT, WITHOUT_BRACES, Supply
from tests.corpus.place import Place, tab
from tests.corpus.questionnaire import harmful
from tests.corpus.witness import witness_of
from tests.staff_journey import an_account, keep_session

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BRING_IN = f"{V}/fragebogen/einlesen"

TYPED = "eben getippt"

PASTED = f"1. {POLYGLOT}?\n- {POLYGLOT}\n- b\n"

SHOWN_OF_A_DRAFT = ("", "pruefung", "studio", "studio/vorschau")


def sent(place: Place, page: str, file: brought.File, name: str, **given: str):
    """Send a file through the form of a page; return the form and what came back."""
    office = place.county.office
    form = next(each for each in forms_of(page, office.opens(page)) if name in each.names)
    return form, office.send(form, {name: file.upload, **given})


def kept(office: Office, answer) -> Iterator[str]:
    """Keep what was brought in; yield the addresses of pages that show it, where it was taken."""
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
            pages = [staged, *kept(place.county.office, answer)]
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
            witness.is_literal = answer.status_code == 200  # a name of a language is cut
            staged = place.stage.keep(form.address, answer)
            amiss[f"{file.suffix} {answer.status_code}"] = witness.visit(place.address + staged)

    assert {name: found for name, found in amiss.items() if found} == {}
    assert statuses[::2] == [200] * 3
    assert set(statuses) <= {200, 422}
    assert witness.signs > 30


def test_the_studio_shows_typed_words_as_words_while_they_are_typed(sqlite_app, address, chromium):
    with sqlite_app.app_context():
        author = an_account().id
    client = sqlite_app.test_client()
    keep_session(client, author)
    office = Office(sqlite_app, client)
    file = brought.File("yaml", ".yaml", harmful().encode())
    answer = office.writes(BRING_IN, BRING_IN, files=file.upload, form=file.form)
    studio, cookie = address + next(kept(office, answer)) + "studio", client.get_cookie("staff")
    amiss = {}

    with witness_of(chromium, address, viewport=DESK) as witness:
        page = witness.page
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page.goto(f"{studio}?ort=question/care")
        for place, (field, key) in enumerate((("[id$='-text']", "Tab"), ("[data-new]", "Enter"))):
            page.locator(field).first.focus()
            page.keyboard.press("ControlOrMeta+A")
            page.keyboard.type(f"{POLYGLOT} {TYPED}")
            amiss[f"{field} typed"] = witness.look()
            page.keyboard.press(key)
            page.frame_locator("#telefon").get_by_text(TYPED).nth(place).wait_for()
            amiss[f"{field} kept"] = witness.look()
        page.goto(f"{studio}?ort=page/choosing&tun=einfuegen")
        page.locator("#eingefuegt").focus()
        page.keyboard.type(PASTED)
        page.locator("[value=verstehen]").click()
        page.locator("#verstanden").wait_for()
        amiss["understood"] = witness.look()
        page.locator("[value^='einfuegen~']").click()
        page.locator("#eingefuegt").wait_for(state="detached")
        amiss["pasted"] = witness.look()

    assert {name: found for name, found in amiss.items() if found} == {}
