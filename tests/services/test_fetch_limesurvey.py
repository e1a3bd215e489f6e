"""A survey is fetched through LimeSurvey's remote interface and becomes what its own file becomes."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from surveyapp.services import fetch_limesurvey
from surveyapp.services.bring_in_upload import bring_in_upload
from surveyapp.services.fetch_limesurvey import FetchRefusal, fetch
from tests.dripping import LETTERS, dripping
from tests.exchange.limesurvey.written import G, Q, lss, rows_of
from tests.page_review import review
from tests.staff_journey import press, signed_in

SURVEY = 123456
ROWS = {"SQ001": "Spielplätze", "SQ002": {"de": "Busse", "en": "buses"}}
LANGUAGES = ("de", "en")
GROUPS = [
    G(
        {"de": "Über Sie", "en": "About you"},
        [
            Q("kids", "Y", {"de": "Haben Sie Kinder?", "en": "Any children?"}, mandatory="Y"),
            Q(
                "list",
                "L",
                "Was nutzen Sie?",
                answers={"kita": "Kita", "none": "nichts"},
                other=True,
            ),
            Q("rows", "F", "Bewerten Sie", subs=ROWS, answers={"A1": "gut", "A2": "schlecht"}),
            Q(
                "many",
                "M",
                "Was noch?",
                subs=ROWS,
                relevance='kids == "Y"',
                attributes={"max_answers": "1"},
            ),
        ],
    )
]


class LimeSurvey:
    """The methods of the interface that are asked, over the tables of one survey."""

    def __init__(self, tables):
        self.tables, self.asked = tables, []

    def answer(self, method, parameters):
        self.asked.append(method)
        return getattr(self, method)(*parameters)

    def get_session_key(self, user, password, _plugin="Authdb"):
        is_right = (user, password) == ("petra", "richtig")
        return "key" if is_right else {"status": "Invalid user name or password"}

    def release_session_key(self, _key):
        return "OK"

    def get_survey_properties(self, _key, survey, _settings=None):
        if int(survey) != SURVEY:
            return {"status": "Error: Invalid survey ID"}
        return self.tables["surveys"][0]

    def get_language_properties(self, _key, _survey, _settings, language):
        rows = self.tables["surveys_languagesettings"]
        return next(each for each in rows if each["surveyls_language"] == language)

    def list_groups(self, _key, _survey, language):
        return [each for each in self.tables["groups"] if each["language"] == language]

    def list_questions(self, _key, _survey, _group, language):
        tables = (*self.tables["questions"], *self.tables["subquestions"])
        return [each for each in tables if each["language"] == language]

    def get_question_properties(self, _key, qid, _settings, language):
        def own(table, key):
            found = (each for each in self.tables.get(table, ()) if str(each[key]) == str(qid))
            return [each for each in found if each.get("language") in {language, "", None}]

        answers = {
            each["code"]: {**each, "order": each["sortorder"]} for each in own("answers", "qid")
        }
        parts = {str(each["qid"]): each for each in own("subquestions", "parent_qid")}
        plain = {each["attribute"]: each["value"] for each in own("question_attributes", "qid")}
        return {
            "answeroptions": answers or "No available answer options",
            "subquestions": parts or "No available subquestions",
            "attributes": plain or "No available attributes",
            "attributes_lang": "No available attributes",
        }


@contextmanager
def served(reply):
    """Serve one function over HTTP: what was sent to status, text or its pieces, and headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            status, text, headers = reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):
                for piece in (text,) if isinstance(text, bytes) else text:
                    self.wfile.write(piece)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/admin/remotecontrol"
    finally:
        server.shutdown()
        server.server_close()


def over_json(limesurvey):
    def reply(sent):
        call = json.loads(sent)
        result = limesurvey.answer(call["method"], call["params"])
        return 200, json.dumps({"id": call["id"], "result": result, "error": None}).encode(), {}

    return reply


@contextmanager
def may_ask(app, address):
    """Let the application ask one address."""
    before = app.extensions["surveyapp.config"]
    app.extensions["surveyapp.config"] = replace(before, limesurvey=(address,))
    with app.app_context():
        yield
    app.extensions["surveyapp.config"] = before


def a_limesurvey():
    return LimeSurvey(rows_of(GROUPS, version=366, languages=LANGUAGES))


def test_a_fetched_survey_becomes_what_its_own_file_becomes(sqlite_app, tmp_path):
    limesurvey = a_limesurvey()
    with served(over_json(limesurvey)) as address, may_ask(sqlite_app, address):
        content = fetch(address, "petra", "richtig", SURVEY)
        fetched, own = tmp_path / "fetched.lss", tmp_path / "own.lss"
        fetched.write_bytes(content)
        own.write_bytes(lss(GROUPS, version=366, languages=LANGUAGES))
        brought, expected = (bring_in_upload(each, "limesurvey") for each in (fetched, own))

    assert brought.errors == ()
    assert brought.text == expected.text
    assert limesurvey.asked[-1] == "release_session_key"
    assert b"richtig" not in content


@pytest.mark.parametrize(
    ("user", "survey", "refusal"),
    [("fremd", SURVEY, FetchRefusal.NOT_ALLOWED), ("petra", 7, FetchRefusal.NO_SURVEY)],
)
def test_what_the_server_refuses_is_said(sqlite_app, user, survey, refusal):
    with served(over_json(a_limesurvey())) as address, may_ask(sqlite_app, address):
        assert fetch(address, user, "richtig", survey) is refusal


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        ((200, b"", {}), FetchRefusal.SWITCHED_OFF),
        ((200, b"<html>", {}), FetchRefusal.UNREACHABLE),
        ((200, b"[1]", {}), FetchRefusal.UNREACHABLE),
        ((200, b'{"id": 0, "result": "key", "error": null}', {}), FetchRefusal.UNREACHABLE),
        ((200, b"[" * 100_000, {}), FetchRefusal.UNREACHABLE),
        ((500, b"", {}), FetchRefusal.UNREACHABLE),
        ((302, b"", {"Location": "http://127.0.0.1:9/"}), FetchRefusal.UNREACHABLE),
        ((200, b"x" * (fetch_limesurvey.MOST_BYTES + 1), {}), FetchRefusal.TOO_MUCH),
    ],
)
def test_a_server_that_is_no_limesurvey_does_no_harm(sqlite_app, answer, refusal):
    with served(lambda _sent: answer) as address, may_ask(sqlite_app, address):
        assert fetch(address, "petra", "richtig", SURVEY) is refusal


def test_a_server_that_says_one_letter_after_the_other_is_left_in_time(sqlite_app, monkeypatch):
    monkeypatch.setattr(fetch_limesurvey, "ALL_SECONDS", 0.5)
    said = []

    def letters():
        for _ in range(60):
            said.append("x")
            yield b"x"
            time.sleep(0.05)

    with (
        served(lambda _sent: (200, letters(), {"Content-Length": "60"})) as address,
        may_ask(sqlite_app, address),
    ):
        assert fetch(address, "petra", "richtig", SURVEY) is FetchRefusal.TOO_MUCH
        assert len(said) < 60


def test_a_server_that_drips_its_headers_is_left_in_time(sqlite_app, monkeypatch):
    monkeypatch.setattr(fetch_limesurvey, "ALL_SECONDS", 0.5)

    with dripping() as (address, said), may_ask(sqlite_app, address):
        assert fetch(address, "petra", "richtig", SURVEY) is FetchRefusal.TOO_MUCH
        assert len(said) < LETTERS


def test_a_number_without_end_is_no_number_of_a_question(sqlite_app):
    limesurvey = a_limesurvey()
    limesurvey.tables["questions"][0]["parent_qid"] = float("inf")
    with served(over_json(limesurvey)) as address, may_ask(sqlite_app, address):
        assert fetch(address, "petra", "richtig", SURVEY) is FetchRefusal.UNREACHABLE


def test_only_named_servers_are_asked(sqlite_app):
    limesurvey = a_limesurvey()
    with (
        served(over_json(limesurvey)) as address,
        may_ask(sqlite_app, "https://umfragen.example.de/admin/remotecontrol"),
    ):
        assert fetch(address, "petra", "richtig", SURVEY) is FetchRefusal.NOT_NAMED
        assert limesurvey.asked == []


def test_staff_fetch_a_survey_and_read_what_became_of_it(sqlite_app):
    client = signed_in(sqlite_app)
    page = "/verwaltung/fragebogen/einlesen/limesurvey"
    empty = client.get(page)
    with served(over_json(a_limesurvey())) as address, may_ask(sqlite_app, address):
        sent = {"server": address, "user": "petra", "survey": str(SURVEY)}
        wrong = press(client, page, page, **sent, password="falsch")
        found = press(client, page, page, **sent, password="richtig")

    assert review(empty.text) == review(wrong.text) == review(found.text) == []
    assert "LimeSurvey ist hier noch nicht freigegeben" in empty.text
    assert wrong.status_code == 422
    assert "Name oder Passwort stimmen nicht" in wrong.text
    assert "falsch" not in wrong.text
    assert "Übernommen:" in found.text
    assert "Als Entwurf behalten" in found.text
    assert "richtig" not in found.text
