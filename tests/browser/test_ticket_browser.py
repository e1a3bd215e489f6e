"""The blind ticket in a real browser: what travels, and what no accident loses or doubles."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from surveyapp.services.keys import derived_key
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.web.respond.draft import open_draft
from tests.browsing import DESK, inspect, press, watched
from tests.journeys.journey import an_open_wave
from tests.tickets import invited

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

REFERENCES = Path(__file__).parents[1] / "references"
ANSWERED = {"kita": "no", "reason": "no_place", "content": "no"}
WAITING = "Ihre Antworten wurden noch nicht gesendet"
KEPT_ON_DEVICE = """async () => new Promise((done) => {
  const opening = indexedDB.open("survey", 1);
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => done(0);
  opening.onsuccess = () => {
    const all = opening.result.transaction("tickets").objectStore("tickets").getAll();
    all.onsuccess = () => { opening.result.close(); done(all.result.length); };
  };
})"""


@pytest.fixture
def codes(sqlite_app, address):
    """Open a survey with codes and return two of them."""
    with sqlite_app.app_context():
        return invited(an_open_wave("same_page", sampling="all"), 2)


@pytest.fixture
def open_page(new_page):
    """Return a function that opens a page that gives up early."""

    def open_one(**options):
        page = new_page(**options)
        page.set_default_timeout(20_000)
        return page

    return open_one


def begin(page, address, code):
    page.goto("about:blank")  # only another code behind "#" would load nothing
    page.goto(f"{address}/f/same-page/#{code}")
    if page.input_value("#code") == "":
        page.fill("#code", code)
    press(page)


def answer(page):
    """Answer everything; ends on the review page."""
    page.check("[name=kita][value=no]")
    press(page)
    page.check("[name=reason][value=no_place]")
    press(page)
    page.check("[name=content][value=no]")
    press(page)
    assert page.inner_text("h1") == "Stimmt alles?"


def is_thanked(page):
    return page.inner_text("h1") == "Ihre Antworten sind gespeichert"


def until(page, expression):
    """Wait until an expression holds; Playwright's own waiting is refused by the pages' policy."""
    for _ in range(100):
        if page.evaluate(expression):
            return True
        page.wait_for_timeout(50)
    message = f"never came true: {expression}"
    raise AssertionError(message)


def nothing_is_left(page):
    """Check that neither code nor ballot is on the device any more."""
    empty = f"({KEPT_ON_DEVICE})().then((number) => number === 0)"
    return until(page, "sessionStorage.length === 0") and until(page, empty)


def recorded(page):
    """Return a list that collects path and fields of every request with a body from now on."""
    seen = []

    def note(request):
        if request.method == "POST":
            body = request.post_data or ""
            is_json = request.headers["content-type"] == "application/json"
            seen.append((urlsplit(request.url).path, json.loads(body) if is_json else fields(body)))

    page.on("request", note)
    return seen


def fields(body):
    return {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}


def test_no_request_carries_both_code_and_answers(sqlite_app, address, codes, open_page, documents):
    page = open_page()
    watch = watched(page, address)
    seen = recorded(page)

    begin(page, address, codes[0])
    answer(page)
    inspect(page)
    press(page, "[value=send]")

    assert is_thanked(page)
    assert "mit einem anonymen Stimmzettel" in page.inner_text("main")
    assert documents() == [ANSWERED]
    assert nothing_is_left(page)
    assert watch.is_quiet()
    with_code = [(path, sent) for path, sent in seen if codes[0] in json.dumps(sent)]
    assert [(path, sorted(sent)) for path, sent in with_code] == [
        ("/f/same-page/code", ["code"]),
        ("/f/same-page/ticket", ["blinded", "code"]),
    ]
    drafts = [sent["draft"] for _, sent in seen if "draft" in sent]
    assert len(drafts) == 4
    with sqlite_app.app_context():
        key = derived_key("drafts")
        opened = [open_draft(draft, key, slug="same-page") for draft in drafts]
    assert {draft.ticket.code_hash for draft in opened} == {None}
    assert {draft.ticket.token for draft in opened} == {None}


def test_without_javascript_the_code_goes_sealed_and_the_pages_say_so(
    address, codes, open_page, documents
):
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}/f/same-page/")
    first_page = page.inner_text("main")
    page.fill("#code", codes[0])
    press(page)

    answer(page)
    press(page, "[value=send]")

    assert "Ihr Code wird zusammen mit Ihren Antworten gesendet" in first_page
    assert is_thanked(page)
    assert "Ihr Code kam mit Ihren Antworten" in page.inner_text("main")
    assert documents() == [ANSWERED]


def test_the_first_page_says_that_the_code_goes_alone(address, codes, open_page):
    page = open_page()

    page.goto(f"{address}/f/same-page/")
    page.wait_for_selector("text=nie zusammen mit Ihren Antworten")

    inspect(page)


def test_a_wrong_and_a_used_code_are_told_as_without_javascript(address, codes, open_page):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    press(page, "[value=send]")
    assert nothing_is_left(page)

    begin(page, address, codes[0])
    used = page.inner_text(".alert")
    page.fill("#code", "ABCD-EFGH")
    page.click("#page button[type=submit]")

    assert "Dieser Code öffnet die Umfrage nicht" in used
    page.locator(".alert", has_text="Tippfehler").wait_for()


def test_a_double_click_sends_once(address, codes, open_page, documents):
    page = open_page()
    seen = recorded(page)
    begin(page, address, codes[0])
    answer(page)

    with page.expect_navigation():
        page.dblclick("[value=send]")

    assert is_thanked(page)
    assert documents() == [ANSWERED]
    assert [path for path, _ in seen].count("/f/same-page/ticket") == 1


def test_two_tabs_of_one_family_send_one_ballot(address, codes, open_page, documents):
    first = open_page()
    second = first.context.new_page()
    second.set_default_timeout(20_000)
    for page in (first, second):
        begin(page, address, codes[0])
        answer(page)

    for page in (first, second):
        page.evaluate("document.querySelector('main [value=send]').click()")
    for page in (first, second):
        page.wait_for_selector("h1:not(:text('Stimmt alles?'))")

    assert len(documents()) == 1
    assert is_thanked(first) or is_thanked(second)
    assert nothing_is_left(first)


def test_a_reload_between_ticket_and_sending_uses_the_same_ticket(
    address, codes, open_page, documents
):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    seen = recorded(page)
    page.route("**/ticket", lambda route: (route.fetch(), route.abort()))
    page.click("main [value=send]")
    page.wait_for_selector("text=Das hat gerade nicht geklappt")
    page.unroute("**/ticket")

    page.reload()
    press(page, "main [value=send]")

    assert is_thanked(page)
    blinded = [sent["blinded"] for path, sent in seen if path.endswith("/ticket")]
    assert len(blinded) == 2
    assert len(set(blinded)) == 1
    assert documents() == [ANSWERED]


def test_a_dead_battery_between_ticket_and_sending_loses_nothing(
    address, codes, open_page, documents
):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    page.route("**/ticket", lambda route: (route.fetch(), route.abort()))
    page.click("main [value=send]")
    page.wait_for_selector("text=Das hat gerade nicht geklappt")
    page.close()

    again = page.context.new_page()
    again.goto(f"{address}/f/same-page/")
    again.wait_for_selector(f"text={WAITING}")
    inspect(again)
    press(again, ".note .main")

    assert is_thanked(again)
    assert documents() == [ANSWERED]
    assert nothing_is_left(again)


def test_a_dead_battery_with_the_token_in_hand_loses_nothing(address, codes, open_page, documents):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    page.route("**/f/same-page/", lambda route: route.abort())
    page.click("main [value=send]")
    page.wait_for_event("requestfailed", lambda request: request.method == "POST")
    page.close()

    again = page.context.new_page()
    seen = recorded(again)
    again.goto(f"{address}/f/same-page/")
    again.wait_for_selector(f"text={WAITING}")
    press(again, ".note .main")

    assert is_thanked(again)
    assert [path for path, _ in seen] == ["/f/same-page/"]
    assert documents() == [ANSWERED]
    assert nothing_is_left(again)


def test_whoever_is_offline_at_sending_sends_later(address, codes, open_page, documents):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    page.context.set_offline(offline=True)
    for _ in range(2):
        page.click("main [value=send]")
        page.wait_for_selector("text=Das hat gerade nicht geklappt")
    page.wait_for_selector("main [value=send]:not([aria-disabled])")

    page.context.set_offline(offline=False)
    press(page, "main [value=send]")

    assert is_thanked(page)
    assert documents() == [ANSWERED]


def test_whoever_starts_anew_with_an_unsent_ballot_may(address, codes, open_page, documents):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    page.route("**/ticket", lambda route: (route.fetch(), route.abort()))
    page.click("main [value=send]")
    page.wait_for_selector("text=Das hat gerade nicht geklappt")
    page.unroute("**/ticket")
    press(page, "[value=leave]")
    press(page, "[value=discard]")
    until(page, "sessionStorage.length === 0")  # the last thing the page does to forget

    page.goto(f"{address}/f/same-page/")
    begin(page, address, codes[0])
    answer(page)
    press(page, "main [value=send]")

    assert page.locator(f"text={WAITING}").count() == 0
    assert is_thanked(page)
    assert documents() == [ANSWERED]


def test_where_the_code_was_lost_the_last_page_asks_for_it(address, codes, open_page, documents):
    page = open_page()
    seen = recorded(page)
    begin(page, address, codes[0])
    answer(page)
    page.evaluate("sessionStorage.clear()")
    press(page, "main [value=send]")
    assert "brauchen wir noch Ihren Code" in page.inner_text(".alert")
    inspect(page)

    page.fill("#code", codes[0].lower())
    press(page, "main [value=send]")

    assert is_thanked(page)
    assert "mit einem anonymen Stimmzettel" in page.inner_text("main")
    assert not any("code" in sent and "draft" in sent for _, sent in seen)
    assert documents() == [ANSWERED]


def test_a_used_code_typed_on_the_last_page_is_told_and_another_one_works(
    address, codes, open_page, documents
):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    press(page, "main [value=send]")
    assert nothing_is_left(page)
    begin(page, address, codes[1])
    answer(page)
    page.evaluate("sessionStorage.clear()")
    press(page, "main [value=send]")
    page.fill("#code", codes[0])
    press(page, "main [value=send]")
    assert "gilt nicht oder nicht mehr" in page.inner_text(".alert")

    page.fill("#code", codes[1])
    press(page, "main [value=send]")

    assert is_thanked(page)
    assert documents() == [ANSWERED, ANSWERED]


def test_a_survey_that_closed_meanwhile_keeps_nothing_on_the_device(
    sqlite_app, address, codes, open_page
):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    page.route("**/ticket", lambda route: (route.fetch(), route.abort()))
    page.click("main [value=send]")
    page.wait_for_selector("text=Das hat gerade nicht geklappt")
    with sqlite_app.app_context():
        wave = surveys.open_wave_of(main_store(), "same-page")
        surveys.mark_closed(main_store(), wave, today=wave.opens_on)
        main_store().commit()

    page.unroute("**/ticket")
    press(page, "main [value=send]")

    assert "zurzeit nicht geöffnet" in page.inner_text("h1")
    assert nothing_is_left(page)


def test_a_survey_open_to_anybody_needs_no_ticket(sqlite_app, address, open_page, documents):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    page = open_page(viewport=DESK)
    seen = recorded(page)
    page.goto(f"{address}/f/same-page/")
    assert "braucht keinen Code" in page.inner_text("main")
    press(page)

    answer(page)
    press(page, "[value=send]")

    assert "kamen ohne Code" in page.inner_text("main")
    assert until(page, "indexedDB.databases().then((all) => all.length === 0)")
    assert {path for path, _ in seen} == {"/f/same-page/"}


def test_every_step_in_the_browser_gives_the_bytes_of_the_rfc(address, codes, open_page):
    page = open_page()
    page.goto(f"{address}/f/same-page/ohne-netz")
    vectors = json.loads((REFERENCES / "rfc9474_vectors.json").read_text("utf-8"))

    found = page.evaluate(
        """async (vectors) => {
          const byte = (pair) => parseInt(pair, 16);
          const bytes = (text) => Uint8Array.from(text.replace(/^0x/, "").match(/../g) || [], byte);
          const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
          const found = [];
          for (const each of vectors) {
            const [n, message, salt] = [bytes(each.n), bytes(each.input_msg), bytes(each.salt)];
            const { blinded, inverse } = await blindRsa.blind(n, message, salt, BigInt(each.factor));
            const signed = bytes(each.blind_sig);
            const signature = await blindRsa.finalize(n, message, signed, inverse, salt.length);
            found.push([hex(blinded), "0x" + inverse.toString(16), hex(signature)]);
          }
          return found;
        }""",
        [{**each, "salt": each["salt"] or "", "factor": factor_of(each)} for each in vectors],
    )

    assert len(found) == 4
    for (blinded, inverse, signature), vector in zip(found, vectors, strict=True):
        assert blinded == vector["blinded_msg"]
        assert int(inverse, 16) == int(vector["inv"], 16)
        assert signature == vector["sig"]


def factor_of(vector):
    return hex(pow(int(vector["inv"], 16), -1, int(vector["n"], 16)))


def test_the_browser_notices_a_signature_that_is_not_the_issuers(address, codes, open_page):
    page = open_page()
    begin(page, address, codes[0])
    answer(page)
    page.route("**/ticket", lambda route: route.fulfill(json={"signature": "A" * 342}))

    page.click("main [value=send]")
    page.wait_for_selector("text=Das hat gerade nicht geklappt")

    page.unroute("**/ticket")
    press(page, "main [value=send]")
    assert is_thanked(page)
