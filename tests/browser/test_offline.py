"""Families on a bad connection: nothing is lost, nothing is sent twice, nothing stays behind."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.browser.conftest import QUIET
from tests.browsing import CHROMIUM, inspect, press, watched
from tests.journeys.journey import an_open_wave
from tests.tickets import invited

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ANSWERED = {"kita": "no", "reason": "no_place", "content": "no"}
THANKED = "Ihre Antworten sind gespeichert"
IS_READY = "sessionStorage.getItem('device /f/same-page/')?.includes('leads')"
MARKER = "Zwetschgendatschi"


@pytest.fixture
def open_page(new_page):
    """Return a function that opens a page with a service worker, which gives up early."""

    def open_one(**options):
        page = new_page(service_workers="allow", **options)
        page.set_default_timeout(10_000)
        return page

    return open_one


@pytest.fixture
def anybody(sqlite_app, address):
    """Open a survey anybody may answer."""
    with sqlite_app.app_context():
        an_open_wave("same_page")
    return f"{address}/f/same-page/"


@pytest.fixture
def codes(sqlite_app, address):
    """Open a survey with codes and return two of them."""
    with sqlite_app.app_context():
        return invited(an_open_wave("same_page", sampling="all"), 2)


def until(page, expression):
    """Wait until an expression holds; Playwright's own waiting is refused by the pages' policy."""
    for _ in range(100):
        if page.evaluate(f"Promise.resolve({expression})"):
            return
        page.wait_for_timeout(50)
    message = f"never came true: {expression}"
    raise AssertionError(message)


def begin(page, home, code=""):
    """Begin, and wait until the device is ready for dead spots."""
    page.goto("about:blank")  # only another code behind "#" would load nothing
    page.goto(f"{home}#{code}")
    press(page)
    until(page, f"navigator.serviceWorker.controller && {IS_READY}")


def cut(page, *, off=True):
    page.context.set_offline(offline=off)


def heading(page):
    return page.inner_text("h1")


def leave(page, field, value, button=".main"):
    """Answer one question and go on, to whatever page that leads."""
    page.check(f"[name={field}][value={value}]")
    page.click(f"main {button}")


def test_the_network_fails_three_times_and_one_ballot_arrives(anybody, open_page, documents):
    page = open_page()
    watch = watched(page, anybody)
    begin(page, anybody)

    page.check("[name=kita][value=no]")
    cut(page)
    leave(page, "reason", "no_place")
    page.wait_for_selector("text=Kein Internet. Sie können weiter antworten.")
    page.wait_for_selector("[name=content]")
    inspect(page)
    cut(page, off=False)
    page.wait_for_selector("input[name=draft]", state="attached")
    assert heading(page) == "Ihr Wohnort"

    press(page, "main [value=back]")
    cut(page)
    page.click("main .main")
    page.wait_for_selector("text=Kein Internet")
    leave(page, "content", "no")
    page.wait_for_selector("h1:text('Stimmt alles?')")
    inspect(page)
    cut(page, off=False)
    page.wait_for_selector("input[name=draft]", state="attached")
    assert heading(page) == "Stimmt alles?"

    cut(page)
    page.click("main [value=send]")
    page.wait_for_selector("text=Ihre Antworten warten auf diesem Gerät")
    inspect(page)
    assert documents() == []
    cut(page, off=False)
    page.wait_for_selector(f"h1:text('{THANKED}')")

    assert documents() == [ANSWERED]
    until(page, "indexedDB.databases().then((all) => all.length === 0)")
    assert watch.foreign == []
    assert [words for words in watch.console if "ERR_INTERNET" not in words] == []


@pytest.fixture
def device(chromium, tmp_path):
    """Return a device: a folder in which a browser keeps all it keeps, and a way to start one on it."""
    started = []

    def start():
        options = {**QUIET, "service_workers": "allow", "args": ["--no-sandbox"]}
        context = chromium.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=CHROMIUM, **options
        )
        context.set_default_timeout(10_000)
        started.append(context)
        return context.pages[0]

    yield start
    for context in started:
        with suppress(Error):
            context.close()


def kill(folder):
    """Pull the plug: end the browser of this folder and nothing else, at once."""
    mine = f"--user-data-dir={folder}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mine in (process / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(process.name), signal.SIGKILL)


EVERYWHERE = frozenset({"IndexedDB", "Local Storage", "Session Storage", "Service Worker"})


def holds(folder, words, kept=EVERYWHERE):
    """Say whether anything that pages keep on a device holds these words."""
    sought = (words.encode(), words.encode("utf-16-le"))
    files = [path for path in folder.rglob("*") if path.is_file() and kept & set(path.parts)]
    assert any("IndexedDB" in path.parts for path in files)
    return any(each in path.read_bytes() for path in files for each in sought)


def answer(page):
    """Answer everything; ends on the review page."""
    page.check("[name=kita][value=no]")
    page.check("[name=reason][value=no_place]")
    press(page)
    page.check("[name=content][value=no]")
    press(page)
    assert heading(page) == "Stimmt alles?"


def test_neither_a_killed_browser_nor_a_closed_one_loses_or_doubles_a_ballot(
    address, codes, device, tmp_path, documents
):
    home = f"{address}/f/same-page/"
    page = device()
    begin(page, home, codes[0])
    answer(page)
    page.route("**/f/same-page/", lambda _: kill(tmp_path))
    with suppress(Error):
        page.click("main [value=send]")
        page.wait_for_timeout(5000)
    assert documents() == []

    page = device()
    page.goto(home)
    page.wait_for_selector("text=Ihre Antworten wurden noch nicht gesendet")
    press(page, ".note .main")
    assert heading(page) == THANKED
    assert documents() == [ANSWERED]

    begin(page, home, codes[1])
    answer(page)
    cut(page)
    page.click("main [value=send]")
    page.wait_for_selector("text=Ihre Antworten warten auf diesem Gerät")
    assert not holds(tmp_path, codes[1].replace("-", ""), kept={"IndexedDB", "Local Storage"})
    page.context.close()

    page = device()
    page.goto(home)
    page.click("text=warten Antworten darauf")
    page.wait_for_selector(f"h1:text('{THANKED}')")
    assert len(page.inner_text(".receipt")) == 24
    assert documents() == [ANSWERED, ANSWERED]
    page.goto(home)
    assert page.locator("#on-device").is_hidden()


def test_the_next_person_sees_nothing_and_the_family_goes_on_with_its_number(
    sqlite_app, address, device, tmp_path, documents
):
    with sqlite_app.app_context():
        an_open_wave("text")
    home = f"{address}/f/text/"
    page = device()
    page.goto(home)
    press(page)
    page.fill("[name=wish]", MARKER)
    page.click("text=An einem anderen Tag weitermachen")
    page.fill("#device-number", "12")
    page.click("text=Angaben auf diesem Gerät merken")
    page.wait_for_selector("text=Bitte geben Sie mindestens 4 Ziffern ein.")
    inspect(page)
    page.fill("#device-number", "4711")
    page.click("text=Angaben auf diesem Gerät merken")
    page.wait_for_selector("text=Mit Ihrer Zahl machen Sie hier weiter.")
    assert not holds(tmp_path, MARKER)
    page.context.close()

    page = device()
    page.goto(home)
    page.wait_for_selector("text=Auf diesem Gerät liegt ein angefangener Fragebogen.")
    inspect(page)
    assert MARKER not in page.content()
    page.click("text=Auf diesem Gerät liegt ein angefangener Fragebogen.")
    page.fill("#number", "0815")
    page.click(".main")
    page.wait_for_selector("text=Diese Zahl passt nicht.")
    assert MARKER not in page.content()
    inspect(page)
    page.fill("#number", "٤٧١١")
    page.click(".main")
    page.wait_for_selector("input[name=draft]", state="attached")
    assert page.input_value("[name=wish]") == MARKER

    press(page, "text=Von diesem Gerät löschen")
    assert heading(page) == "Ihre Angaben sind gelöscht"
    nothing_is_left(page)
    with pytest.raises(Error, match=r"ERR_CACHE_MISS|Not attached"):
        page.go_back()
    assert documents() == []


def nothing_is_left(page):
    """Check that this device keeps nothing of any survey."""
    until(page, "indexedDB.databases().then((all) => all.length === 0)")
    until(page, "caches.keys().then((all) => all.length === 0)")
    until(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_a_code_opens_what_was_kept_with_it_even_without_network(
    address, codes, open_page, documents
):
    home = f"{address}/f/same-page/"
    page = open_page()
    begin(page, home, codes[0])
    page.check("[name=kita][value=no]")
    page.check("[name=reason][value=no_place]")
    press(page)
    page.click("text=An einem anderen Tag weitermachen")
    page.click("text=Angaben auf diesem Gerät merken")
    page.wait_for_selector("text=Mit dem Code aus Ihrem Brief machen Sie hier weiter.")
    page.close()

    again = page.context.new_page()
    again.set_default_timeout(10_000)
    cut(again)
    again.goto(home)
    assert "angefangen" not in again.inner_text("main")
    again.fill("#code", codes[0])
    again.click(".main")
    leave(again, "content", "no")
    again.click("main [value=send]")
    again.wait_for_selector("text=Ihre Antworten warten auf diesem Gerät")
    cut(again, off=False)
    again.wait_for_selector(f"h1:text('{THANKED}')")

    assert "mit einem anonymen Stimmzettel" in again.inner_text("main")
    assert documents() == [ANSWERED]


def test_what_waits_can_be_deleted_and_leaves_nothing(anybody, open_page, documents):
    page = open_page()
    begin(page, anybody)
    answer(page)
    cut(page)
    page.click("main [value=send]")
    page.wait_for_selector("text=Ihre Antworten warten auf diesem Gerät")

    page.click("text=Von diesem Gerät löschen")
    page.wait_for_selector("text=Auf diesem Gerät ist alles gelöscht")
    inspect(page)
    nothing_is_left(page)
    cut(page, off=False)
    page.goto(anybody)

    assert page.locator("#on-device").is_hidden()
    assert documents() == []


def test_what_the_browser_sent_by_itself_shows_its_receipt_later(anybody, open_page, documents):
    page = open_page()
    begin(page, anybody)
    answer(page)
    cut(page)
    page.click("main [value=send]")
    page.wait_for_selector("text=Ihre Antworten warten auf diesem Gerät")
    page.goto("about:blank")
    cut(page, off=False)

    wake_the_worker(page, anybody)

    page.wait_for_timeout(2000)
    assert documents() == [ANSWERED]
    page.goto(anybody)
    page.click("text=warten Antworten darauf")
    page.wait_for_selector(f"h1:text('{THANKED}')")
    inspect(page)
    assert len(page.inner_text(".receipt")) == 24
    assert documents() == [ANSWERED]
    page.click("text=Merkzeichen löschen")
    nothing_is_left(page)


def wake_the_worker(page, home):
    """Tell the service worker that there is network again, as the browser does in the background."""
    protocol = page.context.new_cdp_session(page)
    found = []
    protocol.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    protocol.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    [registration] = [each for each in found if each["scopeURL"].endswith("/f/")]
    origin = home.partition("/f/")[0] + "/"
    sync = {"tag": "survey-queue", "lastChance": False, "origin": origin}
    protocol.send(
        "ServiceWorker.dispatchSyncEvent",
        {**sync, "registrationId": registration["registrationId"]},
    )


def test_where_the_device_cannot_lead_on_the_page_is_sent_later_as_it_was(
    sqlite_app, address, open_page
):
    with sqlite_app.app_context():
        an_open_wave("collect_list")
    page = open_page()
    page.goto(f"{address}/f/collect-list/")
    press(page)
    until(page, IS_READY.replace("same-page", "collect-list"))
    assert "können Sie trotzdem weiter antworten" not in page.inner_text("#device")

    cut(page)
    page.click("[value='add:']")
    page.wait_for_selector("text=Was Sie eingegeben haben, ist noch da.")
    inspect(page)
    cut(page, off=False)

    page.wait_for_selector("text=Kind 1")
    assert "ist hinzugefügt" in page.inner_text("#said")


def test_the_next_family_in_the_same_window_does_not_replace_what_waits(
    anybody, open_page, documents
):
    page = open_page()
    begin(page, anybody)
    answer(page)
    cut(page)
    page.click("main [value=send]")
    page.wait_for_selector("text=Ihre Antworten warten auf diesem Gerät")
    page.goto("about:blank")
    cut(page, off=False)

    page.goto(anybody)
    press(page)
    answer(page)
    press(page, "main [value=send]")
    assert heading(page) == THANKED
    page.goto(anybody)
    page.click("text=warten Antworten darauf")
    page.wait_for_selector(f"h1:text('{THANKED}')")

    assert documents() == [ANSWERED, ANSWERED]


def test_what_the_browser_sent_a_moment_before_is_not_sent_without_its_ticket(
    address, codes, open_page, documents
):
    home = f"{address}/f/same-page/"
    page = open_page()
    begin(page, home, codes[0])
    answer(page)

    page.evaluate(
        """async (home) => {
            const ticket = JSON.parse(sessionStorage.getItem(home));
            const journal = { ...(await surveyKeep.read(home)), verb: "send", ticket };
            await surveyKeep.write(home, journal);
            await surveyQueue.put(surveyQueue.entryOf(home, surveyKeep.session(home).id, journal));
            await surveyQueue.send(home);
        }""",
        "/f/same-page/",
    )
    page.goto(f"{home}ohne-netz?lang=de")

    page.wait_for_selector(f"h1:text('{THANKED}')")
    assert documents() == [ANSWERED]
    nothing_is_left(page)


def test_one_family_opening_its_own_does_not_use_up_the_tries_of_another(anybody, new_page):
    page = new_page()
    page.goto(anybody)
    press(page)

    left = page.evaluate(
        """async (home) => {
            const keep = surveyKeep;
            for (const number of ["1111", "2222"]) {
                keep.setSession(home, {});
                await keep.write(home, { number });
                await keep.keepLocked(home, number, true);
            }
            const left = [];
            for (const number of ["1111", "2222"]) {
                for (const one of await keep.locked(home)) {
                    await keep.act("journals", (kept) => kept.put({ ...one, tries: 4 }));
                }
                left.push(await keep.unlock(home, number), (await keep.read(home)).number);
                left.push((await keep.locked(home)).length);
            }
            return [...left, await keep.unlock(home, "3333"), (await keep.locked(home)).length];
        }""",
        "/f/same-page/",
    )

    assert left == [True, "1111", 2, True, "2222", 2, False, 1]


def test_what_was_kept_of_a_survey_goes_when_the_survey_is_over(sqlite_app, anybody, open_page):
    page = open_page()
    begin(page, anybody)
    page.click("text=An einem anderen Tag weitermachen")
    page.fill("#device-number", "4711")
    page.click("text=Angaben auf diesem Gerät merken")
    page.wait_for_selector("text=Mit Ihrer Zahl machen Sie hier weiter.")
    with sqlite_app.app_context():
        [wave] = surveys.open_waves(main_store())
        surveys.mark_closed(main_store(), wave, today=wave.opens_on)
        main_store().commit()

    later = page.context.new_page()
    later.goto(anybody)

    assert heading(later) == "Diese Umfrage ist zurzeit nicht geöffnet"
    nothing_is_left(later)
