"""Links for testers where somebody is in a hurry, late, elsewhere, or means no good."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from surveyapp.questionnaire import library
from surveyapp.services import studio
from surveyapp.services.keep_draft import give_up_draft, keep_draft
from surveyapp.services.trial import pretest
from surveyapp.storage import drafts, jobs, pretests
from surveyapp.storage.db import main_store
from tests.page_review import parsed, text_of
from tests.staff_journey import COUNTY, OTHER_COUNTY, an_account, press, signed_in
from tests.web.test_staff_trial import HOME, KEY, TODAY, fields_of, link_to, rows, words

REMARK = "page-remark"


def walked(client, address, page, upto="send", **more):
    """Answer page by page until there is a button for what is named; return that page."""
    for _ in range(40):
        if f'value="{upto}"' in page.text:
            return page
        page = client.post(address, data={**fields_of(page), "do": "next", **more})
    raise AssertionError(page.text)


def remark_on(page):
    return parsed(page.text).find(f".//textarea[@id='{REMARK}']").text.strip()


def came_in(app, link):
    with app.app_context():
        main_store().rollback()
        return pretests.count(main_store(), link)


def test_what_is_sent_twice_is_kept_once_and_the_later_words_of_a_page_stand(app):
    link, address = link_to(app)
    client = app.test_client()
    first = client.get(address)
    sent = {**fields_of(first), "do": "next"}

    for said in ("Was heißt das?", "Was heißt das?", "Jetzt verstehe ich es besser."):
        client.post(address, data={**sent, REMARK: said})
    second = client.post(address, data={**sent, REMARK: "Wieder anders."})
    back = client.post(address, data={**fields_of(second), "do": "back"})
    cleared = {**fields_of(back), "do": "next", REMARK: ""}
    last = walked(client, address, client.post(address, data=cleared))
    thanks = [client.post(address, data={**fields_of(last), "do": "send"}) for _ in range(2)]

    assert remark_on(back) == "Wieder anders."
    assert came_in(app, link) == (1, 0)
    assert all("Danke fürs Ausprobieren!" in each.text for each in thanks)


def test_two_testers_with_one_link_are_two_and_two_presses_at_once_are_one(app):
    link, address = link_to(app)
    last = [walked(app.test_client(), address, app.test_client().get(address)) for _ in range(2)]
    start, found = Barrier(4), []

    def send(page):
        sent = {**fields_of(page), "do": "send", REMARK: "unklar"}
        start.wait()
        found.append(app.test_client().post(address, data=sent).status_code)

    people = [Thread(target=send, args=(page,)) for page in (*last, *last)]
    for each in people:
        each.start()
    for each in people:
        each.join()

    assert found == [200] * 4
    assert came_in(app, link) == (2, 2)


def test_who_sends_before_the_end_is_led_to_what_is_missing(sqlite_app):
    link, address = link_to(sqlite_app)
    client = sqlite_app.test_client()
    first = client.get(address)

    page = client.post(address, data={**fields_of(first), "do": "send"})

    assert parsed(page.text).find(".//form[@id='page']") is not None
    assert came_in(sqlite_app, link) == (0, 0)


def test_a_remark_is_kept_whole_or_sent_back_whole(sqlite_app):
    link, address = link_to(sqlite_app)
    client = sqlite_app.test_client()
    sent = {**fields_of(client.get(address)), "do": "next"}
    lines = "\r\n".join("x" * (pretest.LONGEST_REMARK // 2))

    too_long = client.post(address, data={**sent, REMARK: "ä" * 1001})
    kept_before = came_in(sqlite_app, link)
    client.post(address, data={**sent, REMARK: lines})
    with sqlite_app.app_context():
        kept = pretests.remarks_of(main_store(), link)[0].words

    assert "Ihr Hinweis ist zu lang. Bitte kürzen Sie ihn." in too_long.text
    assert remark_on(too_long) == "ä" * 1001
    assert kept_before == (0, 0)
    assert kept == lines.replace("\r\n", "\n")


def test_testers_see_no_promise_that_does_not_hold_and_read_their_language(sqlite_app):
    _link, address = link_to(sqlite_app)
    client = sqlite_app.test_client()

    last = walked(client, address, client.get(address))
    polish = client.get(f"{address}?lang=pl")
    gone = client.get("/verwaltung/probe/weg", headers={"Accept-Language": "uk"})

    assert "Später weitermachen" not in last.text
    assert "Beleg" not in last.text
    assert "To jest próba." in polish.text
    assert (gone.status_code, "Це посилання більше не діє" in gone.text) == (404, True)
    assert "Cache-Control" in gone.headers
    assert gone.headers["Cache-Control"] == "private, no-cache"


def test_a_link_that_ended_or_was_deleted_meanwhile_takes_nothing(sqlite_app):
    link, address = link_to(sqlite_app)
    other, other_address = link_to(sqlite_app)
    client = sqlite_app.test_client()
    last = walked(client, address, client.get(address))
    sent = {**fields_of(last), "do": "send", REMARK: "zu spät"}

    elsewhere = client.post(other_address, data=sent)
    with sqlite_app.app_context():
        ended = pretests.link_of(main_store(), COUNTY, link)
        ended.made_on = ended.until = TODAY - timedelta(days=1)
        main_store().commit()
    over = client.post(address, data=sent)

    assert elsewhere.status_code == 200
    assert "Danke" not in elsewhere.text
    assert (over.status_code, came_in(sqlite_app, link)) == (404, (0, 0))
    assert came_in(sqlite_app, other) == (0, 0)


def test_a_draft_that_changes_or_goes_leaves_testers_and_readers_a_page(sqlite_app):
    text = library.path_of("thekiz", 1).read_text(encoding="utf-8")
    with sqlite_app.app_context():
        draft = keep_draft(main_store(), COUNTY, text, today=TODAY).id
    key = f"entwurf.{draft}"
    link, address = link_to(sqlite_app, key)
    client, staff = sqlite_app.test_client(), signed_in(sqlite_app)
    first = client.get(address)
    second = client.post(address, data={**fields_of(first), "do": "next", REMARK: "unklar"})
    last = walked(client, address, second)
    client.post(address, data={**fields_of(last), "do": "send"})

    with sqlite_app.app_context():
        kept = drafts.draft_of(main_store(), COUNTY, draft)
        kept.document = library.path_of("familie", 1).read_text(encoding="utf-8")
        main_store().commit()
    middle = client.post(address, data={**fields_of(second), "do": "next", REMARK: "noch da?"})
    again = client.post(address, data={**fields_of(last), "do": "send"})
    read = staff.get(f"/verwaltung/fragebogen/{key}/probelauf/testlinks/{link}/")
    with sqlite_app.app_context():
        give_up_draft(main_store(), drafts.draft_of(main_store(), COUNTY, draft))
    gone = client.post(address, data={**fields_of(last), "do": "send"})

    assert (middle.status_code, again.status_code, read.status_code) == (200, 200, 200)
    assert "Frühere Seite" in words(read)
    assert gone.status_code == 404
    assert set(rows(sqlite_app, apart=True).values()) == {0}


def test_a_questionnaire_without_a_question_says_so_to_testers(sqlite_app):
    with sqlite_app.app_context():
        draft = studio.start_empty(
            main_store(), an_account(), "Noch leer", now=datetime(2026, 6, 1, tzinfo=UTC)
        ).draft_id
    _link, address = link_to(sqlite_app, f"entwurf.{draft}")

    shown = sqlite_app.test_client().get(address)
    sent = sqlite_app.test_client().post(address, data={"do": "send", "draft": "x"})

    assert (shown.status_code, sent.status_code) == (200, 200)
    assert "Hier steht noch keine Frage" in shown.text
    assert "Hier steht noch keine Frage" in sent.text


def test_a_link_that_is_full_says_so_and_takes_no_more(sqlite_app, monkeypatch):
    monkeypatch.setattr(pretest, "MOST_ANSWERS", 1)
    link, address = link_to(sqlite_app)

    ends = []
    for _ in range(2):
        client = sqlite_app.test_client()
        last = walked(client, address, client.get(address))
        ends.append(client.post(address, data={**fields_of(last), "do": "send"}))

    assert "helfen" in ends[0].text
    assert "konnten wir nicht mehr annehmen" in ends[1].text
    assert came_in(sqlite_app, link) == (1, 0)


def test_a_form_pressed_twice_makes_one_link_and_deleting_twice_is_no_error(sqlite_app):
    client = signed_in(sqlite_app)
    page = client.get(f"{HOME}/testlinks")
    form = {
        each.get("name"): each.get("value")
        for each in parsed(page.text).iter("input")
        if each.get("type") == "hidden"
    }

    for _ in range(2):
        client.post(f"{HOME}/testlinks", data={**form, "until": TODAY.isoformat()})
    made = rows(sqlite_app, apart=True)["pretest_link"]
    with sqlite_app.app_context():
        link = pretests.links_of(main_store(), COUNTY, KEY)[0].id
    foreign = signed_in(sqlite_app, OTHER_COUNTY)
    press(foreign, f"{HOME}/testlinks", f"{HOME}/testlinks/{link}/loeschen")
    still = rows(sqlite_app, apart=True)["pretest_link"]
    for _ in range(2):
        ended = press(client, f"{HOME}/testlinks", f"{HOME}/testlinks/{link}/loeschen")

    assert (made, still) == (1, 1)
    assert ended.status_code == 200
    assert "gibt es nicht mehr" in words(ended)
    assert rows(sqlite_app, apart=True)["pretest_link"] == 0


@pytest.mark.parametrize("words_", ["<script>alert(1)</script>", "\u202e' OR 1=1 --", "😀" * 900])
def test_any_words_of_testers_stand_as_they_are_on_the_page_of_staff(sqlite_app, words_):
    link, address = link_to(sqlite_app)
    client = sqlite_app.test_client()

    client.post(address, data={**fields_of(client.get(address)), "do": "next", REMARK: words_})
    read = signed_in(sqlite_app).get(f"{HOME}/testlinks/{link}/")

    assert words_ in text_of(parsed(read.text).find(".//main"))


def test_a_run_asked_for_twice_is_one_can_be_ended_and_is_seen_in_no_other_county(sqlite_app):
    client, foreign = signed_in(sqlite_app), signed_in(sqlite_app, OTHER_COUNTY)

    for _ in range(2):
        press(client, HOME, f"{HOME}/starten")
    with sqlite_app.app_context():
        (waiting,) = jobs.of_county(main_store(), COUNTY, ["trial_run"])
    during, elsewhere = client.get(HOME), foreign.get(f"{HOME}?auftrag={waiting.id}")
    address = f"/verwaltung/auftraege/{waiting.id}/"
    stopped = press(client, address, f"{address}abbrechen")
    after = client.get(HOME)

    assert "Gerade läuft ein Probelauf." in words(during)
    assert "Gerade läuft" not in words(elsewhere)
    assert "Abgebrochen" in words(stopped)
    assert "Gerade läuft" not in words(after)


def test_a_draft_that_changed_while_families_answered_is_asked_again(sqlite_app):
    text = library.path_of("thekiz", 1).read_text(encoding="utf-8")
    with sqlite_app.app_context():
        draft = keep_draft(main_store(), COUNTY, text, today=TODAY).id
    home = f"/verwaltung/fragebogen/entwurf.{draft}/probelauf"
    client = signed_in(sqlite_app)

    press(client, home, f"{home}/starten")
    with sqlite_app.app_context():
        drafts.draft_of(main_store(), COUNTY, draft).document = text + "\n# geändert\n"
        main_store().commit()
    press(client, home, f"{home}/starten")
    with sqlite_app.app_context():
        asked = jobs.of_county(main_store(), COUNTY, ["trial_run"])

    assert len({each.arguments["document"] for each in asked}) == 2
