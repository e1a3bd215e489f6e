"""The pages of the item bank: found, taken with its tie, kept with its source, and its loss said at once."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.bank.core import core_items
from surveyapp.services import studio
from surveyapp.storage import drafts, staff
from surveyapp.storage.db import main_store
from tests.page_review import parsed, review, text_of
from tests.staff_journey import COUNTY, an_account, keep_session, press, token_on

BANK = "/verwaltung/itembank/"
NEW = "/verwaltung/fragebogen/neu"


class Office:
    """Somebody of the county with an empty draft."""

    def __init__(self, app):
        with app.app_context():
            self.account = an_account().id
        self.app, self.client = app, app.test_client()
        keep_session(self.client, self.account)
        self.studio = press(self.client, NEW, NEW, titel="Wohnen").request.path
        self.key = self.studio.split("/")[-2]

    def question(self, id_):
        with self.app.app_context():
            person = staff.staff_by_id(main_store(), self.account)
            desk = studio.open_draft(main_store(), person, self.key.partition(".")[2])
        pages = desk.document["pages"]
        return next(each for page in pages for each in page["questions"] if each["id"] == id_)

    def take(self, item, **fields):
        page = f"{BANK}{item}/"
        return press(self.client, page, f"{page}uebernehmen", entwurf=self.key, **fields)

    def send(self, path, **fields):
        shown = self.client.get(self.studio, query_string={"ort": path})
        revision = parsed(shown.text).find(".//input[@name='revision']").get("value")
        sent = {"csrf_token": token_on(shown.text), "revision": revision, "ort": path, **fields}
        return self.client.post(f"{self.studio}/aendern", data=sent, follow_redirects=True)


@pytest.fixture
def office(sqlite_app):
    return Office(sqlite_app)


def words(page):
    return text_of(parsed(page.text).find(".//main"))


def test_an_item_is_found_from_the_studio_and_comes_to_the_page_one_came_from(office):
    adding = office.client.get(office.studio, query_string={"ort": "page/seite", "tun": "frage"})
    found = office.client.get(
        f"{BANK}?worte=zimmer&feld=HF5&sprache=uk&entwurf={office.key}&ort=page/seite"
    )
    nothing = office.client.get(f"{BANK}?worte=gibtesnicht")
    taken = office.take("kern/rooms", ort="page/seite")
    twice = office.take("kern/rooms", ort="page/seite")

    assert f"/itembank/?entwurf={office.key}" in adding.text
    assert "Wie viele Zimmer haben Sie?" in words(found)
    assert "ort=page" in found.text
    assert "Entwurf „Wohnen“ Fragenbank" in words(found)
    assert "Nichts gefunden" in words(nothing)
    assert "steht schon im Entwurf" in words(twice)
    assert twice.request.args["ort"] == "question/rooms"
    assert taken.request.args["ort"] == "question/rooms"
    assert "Kernfrage" in words(taken)
    assert office.question("rooms")["tie"] == {"item": "core/rooms", "version": 1}
    assert review(found.text) == review(nothing.text) == review(taken.text) == []


def test_a_changed_core_item_says_what_is_lost_and_comes_back_by_one_button(office):
    office.take("kern/rooms")
    path = "question/rooms"

    changed = office.send(path, **{f"text~{path}~text~de": "Ist Ihre Wohnung groß genug?"})
    back = office.send(path, do=f"heilen~{path}~Q110|text.de|restore_wording")

    assert "Kernfrage: geändert. Anderer deutscher Wortlaut: nicht vergleichbar." in words(changed)
    assert "nicht mehr vergleichbar mit „Familienumfrage“" in words(changed)
    assert "Wortlaut wiederherstellen" in words(changed)
    assert "Nur Schreibung verbessert" not in words(changed)
    assert office.question("rooms")["text"]["de"] == "Wie viele Zimmer haben Sie?"
    assert "nicht mehr vergleichbar" not in words(back)


def test_mended_spelling_is_confirmed_and_stays_comparable(office):
    office.take("kern/rooms")
    path = "question/rooms"

    changed = office.send(path, **{f"text~{path}~text~de": "Wie viele Zimmern haben Sie?"})
    confirmed = office.send(path, do=f"heilen~{path}~Q110|text.de|confirm_spelling")
    further = office.send(path, **{f"text~{path}~text~de": "Wie viele Zimmern hatten Sie?"})

    assert "Nur Schreibung verbessert: gleicher Sinn" in words(changed)
    assert "nicht mehr vergleichbar" not in words(confirmed)
    assert "nicht mehr vergleichbar" in words(further)


def test_a_language_that_is_added_takes_its_words_from_the_bank(office):
    office.take("kern/home_satisfaction")
    path = "question/home_satisfaction"

    office.send("", do="sprache", sprache_neu="uk")
    office.send(path, do=f"heilen~{path}~Q110|text.uk|take_translation")
    question = office.question("home_satisfaction")

    assert question["text"]["uk"]
    assert all(each["text"]["uk"] for each in question["options"])


def test_other_answers_are_a_loss_that_can_be_taken_back_as_a_whole(office):
    office.take("kern/home_satisfaction")
    path = "question/home_satisfaction"
    before = office.question("home_satisfaction")

    lost = office.send(path, do=f"entfernen~{path}/option/partly")
    office.send(path, do=f"heilen~{path}~Q110||restore_item")

    assert "andere Antworten oder Grenzen als die Kernfrage" in words(lost)
    assert office.question("home_satisfaction") == before


def test_a_question_is_kept_with_its_source_and_can_be_given_up(office):
    path = office.send(
        "page/seite", do="frage~page/seite~yesno", frage="Fehlt ein Spielplatz?"
    ).request.args["ort"]
    ask = f"{BANK}aufnehmen?fragebogen={office.key}&frage={path.partition('/')[2]}"

    nameless = press(office.client, ask, ask, quelle=" ")
    kept = press(office.client, ask, ask, quelle="Jugendamt 2026", bemerkung="Gut verstanden")
    item = kept.request.path
    change = press(office.client, item, f"{item}angaben", quelle="Jugendamt 2025", bemerkung="")
    page = office.client.get(office.studio, query_string={"ort": path})
    other = office.send(path, **{f"text~{path}~text~de": "Wo fehlt ein Spielplatz?"})
    known = office.client.get(ask)
    gone = press(office.client, item, f"{item}loeschen")

    assert nameless.status_code == 422
    assert "woher die Frage stammt" in words(nameless)
    assert "Jugendamt 2026" in words(kept)
    assert "Vergleichbar mit Wortlaut 1." in words(kept)
    assert "Jugendamt 2025" in words(change)
    assert "Frage des Landkreises: gefragt wie in der Fragenbank, Wortlaut 1." in words(page)
    assert "Frage des Landkreises: seit Wortlaut 1 geändert." in words(other)
    assert 'value="Jugendamt 2025"' in known.text
    assert gone.request.path == BANK
    assert office.client.get(item).status_code == 404
    assert review(nameless.text) == review(kept.text) == review(gone.text) == []


def test_items_and_drafts_of_others_do_not_exist(office):
    with office.app.app_context():
        foreign = drafts.add(
            main_store(),
            county_ags="16051",
            title="Fremd",
            document=drafts.drafts_of(main_store(), COUNTY)[0].document,
            updated_on=drafts.drafts_of(main_store(), COUNTY)[0].updated_on,
        ).id
        main_store().commit()

    refused = press(
        office.client,
        f"{BANK}kern/rooms/",
        f"{BANK}kern/rooms/uebernehmen",
        entwurf=f"entwurf.{foreign}",
    )

    assert refused.status_code == 422
    assert "Diesen Entwurf gibt es nicht" in words(refused)
    for address in ("kern/gibtesnicht/", "fremd/rooms/", "eigene/rooms/", "aufnehmen?fragebogen=x"):
        assert office.client.get(BANK + address).status_code == 404


def test_odd_searches_and_texts_are_answered_in_a_sentence(office):
    ask = f"{BANK}aufnehmen?fragebogen=familie.1.0&frage=rooms"

    unknown = office.client.get(f"{BANK}?feld=gibtesnicht&phase=%22&sprache=xx&worte=%25_%27")
    every = office.client.get(f"{BANK}?feld=gibtesnicht&worte=!?")
    huge = press(office.client, ask, ask, quelle="q" * 1_000_000, bemerkung="b")
    core = press(office.client, f"{BANK}kern/rooms/", f"{BANK}kern/rooms/angaben", quelle="q")

    assert "Fragenbank" in words(unknown)
    assert f"{len(core_items())} Fragen" in words(every)
    assert huge.status_code == 422
    assert "Bitte kürzen Sie" in words(huge)
    assert core.status_code == 404
    assert review(unknown.text) == review(every.text) == []


def test_two_tabs_do_not_overwrite_each_others_source(office):
    ask = f"{BANK}aufnehmen?fragebogen=familie.1.0&frage=rooms"
    item = press(office.client, ask, ask, quelle="Jugendamt").request.path
    seen = parsed(office.client.get(item).text).find(".//input[@name='stand']").get("value")

    first = press(office.client, item, f"{item}angaben", quelle="Kita-Rat", stand=seen)
    second = press(office.client, item, f"{item}angaben", quelle="Kreistag", stand=seen)
    fresh = parsed(second.text).find(".//input[@name='stand']").get("value")
    third = press(office.client, item, f"{item}angaben", quelle="Kreistag", stand=fresh)

    assert "Kita-Rat" in words(first)
    assert second.status_code == 422
    assert "inzwischen jemand anderes geändert" in words(second)
    assert "Kita-Rat" in words(second)
    assert 'value="Kreistag"' in second.text
    assert "Kreistag" in words(third)
