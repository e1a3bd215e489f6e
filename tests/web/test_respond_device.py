"""The door for what devices wrote down: it takes journals, refuses everything else, and lets nobody past."""

from __future__ import annotations

import hashlib
import json
import re
import secrets

import pytest

from surveyapp.questionnaire.answers import Answers
from surveyapp.services.enter import Ticket
from surveyapp.services.keys import derived_key
from surveyapp.services.limits import LIMITS, Sender, What, Whom, limiter
from surveyapp.services.tickets import redeem, written
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.responses import documents_of
from surveyapp.web.respond import device, limits
from surveyapp.web.respond.draft import Draft, seal
from surveyapp.web.respond.visit import OpenSurvey
from tests.builders import open_all
from tests.journeys.journey import an_open_wave
from tests.page_review import review
from tests.tickets import Client, invited, issuer_of

CARE = {"shown!": ["kita", "reason"], "kita": ["no"], "reason": ["no_place"]}
HOME = {"shown!": ["content"], "content": ["no"]}
JOURNAL = {"care": CARE, "home": HOME}
ANSWERED = {"kita": "no", "reason": "no_place", "content": "no"}
NOON = 1_800_000_000 // 86400 * 86400 + 43200


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """Stop the clock at the gate, far from the border of any window."""
    monkeypatch.setattr(limits, "clock", lambda: NOON + 10)


@pytest.fixture
def wave(app, mini_questionnaires):
    """Return the wave of a survey anybody may answer."""
    with app.app_context():
        wave = an_open_wave("same_page")
        return {"id": wave.id, "document": wave.document_hash}


def sent(app, wave, /, slug="same-page", **fields):
    """Hand a journal in as a device does; fields that are None are left out."""
    known = {
        "journal": json.dumps(JOURNAL),
        "claim": written(secrets.token_bytes(32)),
        "lang": "de",
        "mode": "web",
        "document": wave["document"],
        "do": "send",
    }
    whole = {name: value for name, value in {**known, **fields}.items() if value is not None}
    answer = app.test_client().post(f"/f/{slug}/nachreichen", data=whole)
    assert review(answer.text) == []
    return answer


def stored(app):
    with app.app_context():
        open_all()
        waves = [wave.id for wave in surveys.open_waves(main_store())]
        with urn_reading() as session:
            return [document for _, document in documents_of(session, waves)]


def test_a_journal_begun_without_network_is_sent_once_however_often_it_comes(app, wave):
    claim = written(secrets.token_bytes(32))

    answers = [sent(app, wave, claim=claim) for _ in range(3)]

    assert [answer.headers["Survey-Outcome"] for answer in answers] == ["kept"] * 3
    assert all("Ihr Beleg" in answer.text for answer in answers)
    assert stored(app) == [ANSWERED]


def test_other_answers_with_the_same_claim_are_refused_for_good(app, wave):
    claim = written(secrets.token_bytes(32))
    sent(app, wave, claim=claim)
    other = {**JOURNAL, "home": {**HOME, "content": ["yes"]}}

    answer = sent(app, wave, claim=claim, journal=json.dumps(other))

    assert (answer.status_code, answer.headers["Survey-Outcome"]) == (409, "refused")
    assert stored(app) == [ANSWERED]


def test_a_journal_goes_on_from_the_draft_of_the_last_page(app, wave):
    with app.app_context():
        answers = Answers().put("kita", "no").put("reason", "no_place")
        ticket = Ticket(wave["id"], secrets.token_bytes(32))
        draft = Draft(ticket, "de", wave["document"], answers, "home", mode="assisted")
        text = seal(draft, derived_key("drafts"), slug="same-page")
    journal = json.dumps({"home": HOME})

    shown = sent(app, wave, draft=text, claim=None, journal=journal, do="next")
    sent(app, wave, draft=text, claim=None, journal=journal)

    assert "Stimmt alles?" in shown.text
    assert stored(app) == [ANSWERED]


def test_a_journal_leads_to_the_page_where_it_ends_or_is_mistaken(app, wave):
    wrong = {"care": {"shown!": ["kita", "reason"], "kita": ["no"]}, "home": HOME}

    early = sent(app, wave, journal=json.dumps({"care": CARE}))
    answer = sent(app, wave, journal=json.dumps(wrong))

    assert "Wohnen Sie gern hier?" in early.text
    assert answer.status_code == 422
    assert "Warum geht Ihr Kind nicht in die Kita?" in answer.text
    assert 'action="/f/same-page/"' in answer.text
    assert stored(app) == []


NO_JOURNALS = (
    *(None, "", "no json", "[]", "7", "null", '{"care": 1}', '{"care": {"kita": "no"}}'),
    *('{"care": {"kita": [1]}}', '{"care": {"kita": ["\\ud800"]}}', "[" * 150_000),
    json.dumps({"care": {"kita": ["no"] * (device.MOST + 1)}}),
    json.dumps({"care": {"kita": ["x" * device.LONGEST_JOURNAL]}}),
)


def test_what_is_no_journal_is_refused_with_a_sentence(app, wave):
    answers = [sent(app, wave, journal=journal) for journal in NO_JOURNALS]

    assert [answer.status_code for answer in answers] == [400] * len(NO_JOURNALS)
    assert all("ließ sich nicht lesen" in answer.text for answer in answers)
    assert stored(app) == []


STRANGERS = (
    *({"claim": None}, {"claim": "short"}, {"claim": "ä" * 43}),
    *({"mode": "paper"}, {"mode": "kiosk"}, {"draft": "A" * 40}, {"draft": ""}),
)


def test_whoever_brings_neither_draft_nor_claim_is_refused(app, wave):
    answers = [sent(app, wave, **fields) for fields in STRANGERS]

    assert [answer.status_code for answer in answers] == [400] * len(STRANGERS)
    assert all("ließen sich nicht lesen" in answer.text for answer in answers)
    assert stored(app) == []


def test_answers_to_another_document_are_looked_at_first(app, wave):
    answer = sent(app, wave, document="0" * 64)

    assert "Stimmt alles?" in answer.text
    assert "Survey-Outcome" not in answer.headers
    assert stored(app) == []


def test_screens_of_another_survey_answer_nothing(app, wave):
    foreign = json.dumps(
        {"wish_page": {"shown!": ["wish"], "wish": ["x"]}, "../x": {}, "": {"a": [""]}}
    )

    answer = sent(app, wave, journal=foreign)

    assert "Geht Ihr Kind in die Kita?" in answer.text
    assert stored(app) == []


def test_a_survey_that_is_not_open_takes_nothing(app, wave):
    with app.app_context():
        later = an_open_wave("text", slug="later")
        surveys.mark_closed(main_store(), later, today=later.opens_on)
        main_store().commit()

    answers = [sent(app, wave, slug=slug) for slug in ("gibt-es-nicht", "later")]

    assert [answer.status_code for answer in answers] == [404, 410]
    assert {answer.headers["Survey-Outcome"] for answer in answers} == {"closed"}


def test_where_a_code_is_needed_only_a_valid_token_sends(app, mini_questionnaires):
    with app.app_context():
        opened = an_open_wave("same_page", sampling="all")
        wave = {"id": opened.id, "document": opened.document_hash}
        [code] = invited(opened)
        client = Client(issuer_of(opened))
        token = written(client.token(redeem("same-page", code, client.blinded)))
    claim = written(secrets.token_bytes(32))

    without = sent(app, wave, claim=claim)
    wrong = sent(app, wave, claim=claim, **{"ticket-token": "A" * 472})
    right = [sent(app, wave, claim=claim, **{"ticket-token": token}) for _ in range(2)]

    assert "brauchen wir noch Ihren Code" in without.text
    assert "gilt nicht oder nicht mehr" in wrong.text
    assert [answer.headers["Survey-Outcome"] for answer in right] == ["kept", "kept"]
    assert stored(app) == [ANSWERED]


def test_the_gate_holds_here_too(app, wave):
    limit = next(each for each in LIMITS if (each.what, each.whom) == (What.BALLOT, Whom.NETWORK))
    with app.app_context():
        network = Sender(network=bytes((91, 12, 34, 56)))
        for _ in range(limit.warm):
            limiter().note(What.BALLOT, network, NOON)
    client = app.test_client()
    fields = {
        "journal": json.dumps(JOURNAL),
        "claim": written(secrets.token_bytes(32)),
        "document": wave["document"],
        "do": "send",
    }
    here = {"REMOTE_ADDR": "91.12.34.56"}
    held = client.post("/f/same-page/nachreichen", data=fields, environ_base=here)
    trapped = {**fields, "message-subject": "buy"}
    client.post("/f/same-page/nachreichen", data=trapped, environ_base=here)

    assert "Mit dieser Frage halten wir Programme fern" in held.text
    assert "Survey-Outcome" not in held.headers
    assert stored(app) == []


def test_a_device_knows_the_order_of_sections_and_names_questions_in_its_language(app):
    with app.app_context():
        survey = OpenSurvey.of(an_open_wave("thekiz"))

    pack = json.loads(app.test_client().get("/f/thekiz/paket?lang=ar").text)

    assert list(pack["sections"]) == [each.id for each in survey.questionnaire.sections]
    count = pack["questions"]["children_count"]
    assert (count.get("label"), count["text"] in pack["german"]) == (None, False)


def test_a_mistake_is_named_in_the_language_of_the_page(app):
    with app.app_context():
        an_open_wave("thekiz")
    client = app.test_client()
    begun = client.post("/f/thekiz/", data={"do": "start", "lang": "ar"}).text
    draft = re.search(r'name="draft" value="([^"]+)"', begun)[1]

    told = client.post("/f/thekiz/", data={"do": "next", "draft": draft, "children_count": "40"})

    assert told.status_code == 422
    assert 'href="#children_count"' in told.text
    assert 'lang="de" dir="ltr">Zahl' not in told.text


def test_the_worker_the_manifest_and_the_page_for_dead_spots_come_as_browsers_want_them(app, wave):
    client = app.test_client()

    worker = client.get("/f/sw.js")
    manifest = client.get("/f/same-page/app.webmanifest?lang=en")
    shell = client.get("/f/same-page/ohne-netz")
    pack = client.get("/f/same-page/paket?lang=en")

    assert worker.mimetype == "text/javascript"
    assert worker.text.startswith('importScripts("/static/keep.js?v=')
    assert (manifest.mimetype, manifest.json["name"]) == (
        "application/manifest+json",
        "Daycare and travel",
    )
    assert all(client.get(icon["src"]).status_code == 200 for icon in manifest.json["icons"])
    assert manifest.json["start_url"].startswith(manifest.json["scope"])
    assert shell.status_code == 200
    assert pack.json["portable"] is True
    assert not any("Set-Cookie" in each.headers for each in (worker, manifest, shell, pack))


def test_the_address_of_the_pack_changes_with_anything_in_it(sqlite_app, mini_questionnaires):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    client = sqlite_app.test_client()

    shells = [client.get(f"/f/same-page/ohne-netz?lang={code}").text for code in ("de", "en")]
    found = [re.search(r'data-pack="([^"]+)"', shell)[1].replace("&amp;", "&") for shell in shells]
    contents = [json.dumps(client.get(each).json, sort_keys=True).encode() for each in found]

    marks = [hashlib.sha256(each).hexdigest()[:12] for each in contents]
    assert [each.partition("&v=")[2] for each in found] == marks
