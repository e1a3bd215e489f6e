"""A trial run before anybody is asked, and links for testers whose answers nobody ever counts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from surveyapp.questionnaire import library
from surveyapp.services.keep_draft import keep_draft
from surveyapp.services.retain import retain
from surveyapp.services.trial import groups
from surveyapp.services.trial.pretest import KEPT, make_link, take_remark
from surveyapp.storage import drafts, pretests
from surveyapp.storage.db import MAIN, db, main_store, store_engines
from tests.builders import a_wave_asking
from tests.jobs import run_jobs
from tests.page_review import parsed, review, text_of
from tests.staff_journey import COUNTY, OTHER_COUNTY, press, signed_in

KEY = "thekiz.1.0"
HOME = f"/verwaltung/fragebogen/{KEY}/probelauf"
TODAY = date.today()  # noqa: DTZ011 - the pages take it from the clock too


def words(page):
    return text_of(parsed(page.text).find(".//main"))


def fields_of(page):
    """Return what the form of a family's page would send, its first answers chosen."""
    form = parsed(page.text).find(".//form[@id='page']")
    sent = {}
    for each in form.iter("input"):
        name, kind = each.get("name"), each.get("type")
        if kind == "hidden":
            sent.setdefault(name, []).append(each.get("value"))
        elif kind in ("radio", "checkbox") and "!" not in (name or "!"):
            sent.setdefault(name, [each.get("value")])
        elif kind in ("text", "number") and name:
            sent.setdefault(name, [each.get("value") or "1"])
    for each in form.iter("select"):
        sent[each.get("name")] = [list(each.iter("option"))[1].get("value")]
    return sent


def link_to(app, key=KEY, county_ags=COUNTY, until=TODAY + timedelta(days=7)):
    with app.app_context():
        link = make_link(main_store(), county_ags, key, "Elternbeirat", today=TODAY, until=until)
        return link.id, f"/verwaltung/probe/{link.secret}"


def rows(app, *, apart):
    """Return what each table holds: of the three that links fill how many rows, of all others the rows."""
    found = {}
    with app.app_context():
        main_store().rollback()
        for name, engine in store_engines().items():
            with engine.connect() as connection:
                for table in _tables(name):
                    if table.name.startswith("pretest_") is apart:
                        kept = sorted(map(repr, connection.execute(select(table))))
                        found[table.name] = len(kept) if apart else kept
    return found


def _tables(name):
    return db.metadatas[None if name == MAIN else name].tables.values()


def test_a_trial_run_tells_how_long_who_comes_where_and_which_groups_are_small(sqlite_app):
    text = library.path_of("thekiz", 1).read_text(encoding="utf-8")
    hidden = text.replace("  - id: wish\n", "  - id: wish\n    show: children_count > 90\n", 1)
    assert hidden != text
    with sqlite_app.app_context():
        draft = keep_draft(main_store(), COUNTY, hidden, today=TODAY).id
    home = f"/verwaltung/fragebogen/entwurf.{draft}/probelauf"
    client = signed_in(sqlite_app)

    before = client.get(home)
    press(client, home, f"{home}/starten")
    run_jobs(sqlite_app)
    report, refused = client.get(f"{home}?antworten=60"), client.get(f"{home}?antworten=viele")
    press(client, home, f"{home}/beweise/suchen")
    run_jobs(sqlite_app)
    listed = client.get("/verwaltung/auftraege/")
    newest = parsed(listed.text).find(".//main//a").get("href").rstrip("/").rsplit("/", 1)[1]
    proof = client.get(f"{home}/beweise?auftrag={newest}")

    with sqlite_app.app_context():
        drafts.draft_of(main_store(), COUNTY, draft).document = text
        main_store().commit()
    changed = client.get(home)

    assert "Minuten je Art der Familie" not in words(before)
    assert "Erfundene Familien500" in words(report).replace(" 500", "500")
    assert "Keine dieser Familien war so." in words(report)
    assert "bei 60 Antworten" in words(report)
    assert "Bitte geben Sie eine ganze Zahl" in words(refused)
    assert "Keine Familie kann hierher kommen" in words(proof)
    assert "wurde seit dem letzten Probelauf geändert" in words(changed)
    assert "Minuten je Art der Familie" not in words(changed)
    assert "Bisherige Probeläufe" in words(changed)
    assert review(report.text) == review(proof.text) == review(before.text) == []
    assert rows(sqlite_app, apart=False)["response"] == []


def test_every_page_stands_in_a_frame_in_the_chosen_language(sqlite_app):
    shown = signed_in(sqlite_app).get(f"{HOME}/seiten?sprache=en")

    frames = parsed(shown.text).findall(".//iframe")

    assert len(frames) >= 14
    assert all("sprache=en" in each.get("src") for each in frames)
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert review(shown.text) == []


def test_expected_groups_follow_from_the_shares_of_the_invented_families():
    found = {
        "areas": {"a": "Nord", "b": "Süd"},
        "traits": [["a", [[1]]]] * 90 + [["b", [[1]]]] * 9 + [["b", [[2]]]],
    }

    cells = groups.forecast(found, [2], 100, has_area=True)
    alone = list(groups.alone(found, 1, 100, has_area=True))

    assert [(each.cells, each.below) for each in cells] == [(2, 1), (2, 1), (4, 3)]
    assert cells[0].smallest == (("b", 1, 10.0),)
    assert [(each.traits, each.alone) for each in alone] == [((0,), 1)]


def test_what_testers_send_touches_no_table_but_their_own(app):
    link, address = link_to(app)
    with app.app_context():
        text = library.path_of("thekiz", 1).read_text(encoding="utf-8")
        a_wave_asking(text, slug="echt")
    client = app.test_client()
    before = rows(app, apart=False)

    page = client.get(address)
    first = page
    for _ in range(40):
        sent = {**fields_of(page), "page-remark": "Was heißt das? 0361 1234567"}
        is_last = 'value="send"' in page.text
        sent["do"] = "send" if is_last else "next"
        real = client.post("/f/echt/", data=sent)
        page = client.post(address, data=sent)
        if is_last:
            break
    with app.app_context():
        answers = pretests.answers_of(main_store(), link)
        remarks = pretests.remarks_of(main_store(), link)

    assert "Danke fürs Ausprobieren" in page.text
    assert "Das ist eine Probe. Ihre Antworten zählen nicht mit." in first.text
    assert "Set-Cookie" not in first.headers
    assert "Set-Cookie" not in page.headers
    assert len(answers) == 1
    assert "children_count" in answers[0].document
    assert all("1234567" not in each.words for each in remarks)
    assert "Danke" not in real.text
    assert rows(app, apart=False) == before


def test_staff_read_what_testers_said_and_delete_it_with_the_link(sqlite_app):
    link, address = link_to(sqlite_app)
    page = sqlite_app.test_client().get(address)
    sent = {**fields_of(page), "page-remark": "Das Wort kenne ich nicht.", "do": "next"}
    sqlite_app.test_client().post(address, data=sent)
    client = signed_in(sqlite_app)

    made = press(client, f"{HOME}/testlinks", f"{HOME}/testlinks", until=TODAY.isoformat())
    late = press(client, f"{HOME}/testlinks", f"{HOME}/testlinks", until="2099-01-01")
    read = client.get(f"{HOME}/testlinks/{link}/")
    foreign = signed_in(sqlite_app, OTHER_COUNTY).get(f"{HOME}/testlinks/{link}/")
    press(client, f"{HOME}/testlinks", f"{HOME}/testlinks/{link}/loeschen")
    gone = client.get(address)

    assert "Der Link ist da" in words(made)
    assert late.status_code == 422
    assert "Das Wort kenne ich nicht." in words(read)
    assert review(made.text) == review(read.text) == review(late.text) == []
    assert (foreign.status_code, gone.status_code) == (404, 404)
    assert rows(sqlite_app, apart=True) == {
        "pretest_link": 1,
        "pretest_answer": 0,
        "pretest_remark": 0,
    }


@pytest.mark.parametrize("sent", [{"do": "send"}, {"draft": "x", "do": "send"}, {"do": "next~"}])
def test_odd_input_of_testers_leads_to_a_page_and_keeps_nothing(sqlite_app, sent):
    _link, address = link_to(sqlite_app)

    page = sqlite_app.test_client().post(address, data=sent)

    assert page.status_code == 200
    assert rows(sqlite_app, apart=True)["pretest_answer"] == 0


def test_a_link_opens_until_its_day_and_what_came_in_is_forgotten_after_thirty(app):
    link, _address = link_to(app, until=TODAY)
    with app.app_context():
        take_remark(main_store(), link, b"1", "wish", "unklar", TODAY)
        retain(main_store(), TODAY + KEPT)
        kept = len(pretests.remarks_of(main_store(), link))
        said = retain(main_store(), TODAY + KEPT + timedelta(days=1))
        left = pretests.link_of(main_store(), COUNTY, link), pretests.remarks_of(main_store(), link)

    assert kept == 1
    assert left == (None, [])
    assert "weniger als 10 Links, Antworten und Hinweise" in said[0]
