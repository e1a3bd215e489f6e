"""What families' pages promise beside their words: few statements, few bytes, no trace, no loss."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys

import pytest

from surveyapp.storage.db import db, store_engines
from surveyapp.storage.faults import RETRY_AFTER_SECONDS
from surveyapp.web.respond.views import LONGEST_FORM
from tests.builders import statements_of
from tests.journeys.journey import Journey, an_open_wave, some_codes

FIRST_ROUND_TRIP = 14 * 1024
"""Bytes a server sends before it waits for the first acknowledgement."""


@pytest.fixture
def family(sqlite_app, mini_questionnaires):
    """Return a family with a code that stands before its first page, forms and texts warm."""
    with sqlite_app.app_context():
        code = some_codes(an_open_wave("same_page", sampling="all"))[0]
    family = Journey(sqlite_app, "same-page")
    family.code = code
    return family


@pytest.fixture
def statements(sqlite_app):
    """Return the statements that run on any of the three stores from now on."""
    with sqlite_app.app_context():
        return statements_of(*store_engines().values())


def test_statements_stay_few_on_every_page(family, statements):
    family.client.get("/")
    assert len(statements) <= 2
    statements.clear()
    family.client.get(family.address)
    assert len(statements) <= 2
    statements.clear()
    family.starts(family.code)
    assert len(statements) <= 3
    for answers in ({"kita": "yes"}, {"months": 3}, {"content": "yes"}):
        statements.clear()
        family.answer(**answers)
        assert len(statements) <= 3
    statements.clear()
    family.submits()
    assert len(statements) <= 10  # the wave, five of submit, a draft put aside, what happens next


def wire_bytes(client, address, **options):
    response = client.open(address, headers={"Accept-Encoding": "gzip"}, **options)
    assert response.headers.get("Content-Encoding") == "gzip"
    head = "".join(f"{name}: {value}\r\n" for name, value in response.headers)
    return len(response.data) + len(head), gzip.decompress(response.data).decode()


def test_the_first_page_and_all_it_needs_fit_into_the_first_round_trip(sqlite_app):
    with sqlite_app.app_context():
        an_open_wave("familie", sampling="all")
    client = sqlite_app.test_client()

    size, page = wire_bytes(client, "/f/familie/")
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    total = size + sum(wire_bytes(client, part)[0] for part in parts)

    assert len(parts) > 2
    assert total < FIRST_ROUND_TRIP


def test_pages_never_load_the_tools_of_statisticians(tmp_path):
    code = (
        "import sys, config; from surveyapp.app import create_app;"
        f"app = create_app(config.load({{'SURVEYAPP_INSTANCE': {str(tmp_path)!r},"
        " 'SECRET_KEY': 't' * 64, 'SURVEYAPP_PARTS': 'respond'}));"
        "heavy = {'pandas', 'numpy', 'scipy', 'pyarrow', 'plotly', 'analytics'} & set(sys.modules);"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_a_form_larger_than_any_questionnaire_is_not_read(family):
    sent = {"code": family.code, "do": "start", "wish": "x" * LONGEST_FORM}

    response = family.client.post(family.address, data=sent)

    assert response.status_code == 413
    assert "Das ist zu groß" in response.text


def test_a_page_sent_again_with_other_answers_says_which_ones_count(family):
    family.starts(family.code).answer(kita="yes").answer(months=4).answer(content="no")
    review_page = family.tree
    family.submits()

    family.tree = review_page
    family.press("change:home").answer(content="yes").press("send")

    assert family.status == 409
    family.sees("schon gespeichert", "was Sie zuerst abgesendet haben")
    assert family.stored() == [{"kita": "yes", "months": 4, "content": "no"}]


def test_a_store_that_is_down_keeps_the_answers_in_the_page(sqlite_app, family):
    family.starts(family.code).answer(kita="yes").answer(months=4).answer(content="no")
    with sqlite_app.app_context():
        urn = store_engines()["urn"]
        with urn.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE sealed_ballot RENAME TO away")

    family.press("send")

    assert family.status == 503
    assert family.response.headers["Retry-After"] == str(RETRY_AFTER_SECONDS)
    family.sees("Ihre Angaben sind noch da")
    with urn.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO sealed_ballot")
    family._read(family.client.post(family.address, data=family._sent()))
    family.sees("Ihre Antworten sind gespeichert")
    assert family.stored() == [{"kita": "yes", "months": 4, "content": "no"}]


def test_no_page_sets_a_cookie_or_may_be_shown_again_unasked(family):
    family.starts(family.code)

    assert family.response.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in family.response.headers
    assert "Cookie" not in family.response.headers.get("Vary", "")


def test_every_kind_of_question_is_asked_checked_reviewed_and_kept(sqlite_app, mini_questionnaires):
    with sqlite_app.app_context():
        an_open_wave("every_type")
    family = Journey(sqlite_app, "every-type").starts()

    family.sees("Warum wir das fragen: Damit sehen wir", "Höchstens zwei Antworten")
    family.answer(care=["kita", "none"])
    family.sees("4 Antworten fehlen", "Bus: Bitte beantworten", "passen nicht zusammen")
    family.answer(
        municipality="16065067",
        care=["kita", "hort"],
        trust={"bus": "much", "doctor": "refused"},
        benefits="no",
    )
    family.sees("Bitte keine Namen")
    family.answer(**{"minutes": "1.5", "since.year": "2024"})
    family.sees("ganze Zahl", "Bitte wählen Sie Monat und Jahr")
    family.answer(**{"minutes": "20", "since.month": "05", "wish": "Ein <b>Spielplatz</b>"})
    family.sees("Sondershausen", "Kita", "Hort", "Mai 2024", "20 Minuten", "Ein <b>Spielplatz</b>")
    family.submits()

    assert family.stored() == [
        {
            "municipality": "16065067",
            "care": ["kita", "hort"],
            "trust": {"bus": "much", "doctor": "refused"},
            "benefits": "no",
            "minutes": 20,
            "since": "2024-05",
        }
    ]


def test_rotating_options_keep_their_order_for_one_family(sqlite_app, mini_questionnaires):
    def order(family):
        return [e.get("value") for e in family.tree.iter("input") if e.get("name") == "care"]

    with sqlite_app.app_context():
        an_open_wave("every_type")
    orders = set()
    for _ in range(12):
        family = Journey(sqlite_app, "every-type").starts()
        first = order(family)
        family.press("language:en")

        assert order(family) == first
        assert first[-2:] == ["none", "refused"]
        orders.add(tuple(first))

    assert len(orders) > 1


def test_a_store_that_fails_on_a_plain_page_offers_another_try(sqlite_app, family):
    with sqlite_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE wave RENAME TO away")

    family._read(family.client.get(family.address))

    assert family.status == 503
    family.sees("Noch einmal versuchen")
