import logging

import pytest
from flask import abort, g, request

from surveyapp.ui.errors import TEXTS


@pytest.fixture
def failing_app(sqlite_app):
    """An application with a page for each kind of failure."""

    @sqlite_app.get("/abort/<int:code>")
    def _abort(code):
        g.language = "de"
        abort(code)

    @sqlite_app.post("/crash")
    def _crash():
        raise ValueError(request.form["name"])

    @sqlite_app.get("/english")
    def _english():
        g.language = "en"
        abort(404)

    return sqlite_app


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_error_has_a_page_in_both_languages(failing_app, code):
    response = failing_app.test_client().get(f"/abort/{code}")

    assert response.status_code == code
    assert '<html lang="de">' in response.text
    assert response.text.count("<h1>") == 1
    for texts in TEXTS[code].values():
        assert texts.title in response.text


def test_error_page_speaks_the_language_a_family_chose(failing_app):
    response = failing_app.test_client().get("/english")

    assert '<html lang="en">' in response.text
    assert f"<h1>{TEXTS[404]['en'].title}</h1>" in response.text


@pytest.mark.parametrize("host", ["..", "x" * 300, "a..b"])
def test_address_of_no_possible_host_gets_a_page_too(failing_app, host):
    response = failing_app.test_client().get("/", headers={"Host": host})

    assert response.status_code == 400
    assert TEXTS[400]["de"].title in response.text
    assert "/static/error.css?v=" in response.text


def test_crash_shows_and_logs_nothing_that_was_sent(failing_app, caplog):
    caplog.set_level(logging.DEBUG)

    response = failing_app.test_client().post(
        "/crash?code=ABCD", data={"name": "Muster"}, headers={"User-Agent": "Phone 7"}
    )

    shown = response.text + caplog.text
    assert response.status_code == 500
    assert "ValueError in _crash" in caplog.text
    for secret in ("Muster", "ABCD", "/crash", "127.0.0.1", "Phone 7"):
        assert secret not in shown
    assert "Traceback" not in response.text


def test_wrong_method_says_which_are_allowed(failing_app):
    response = failing_app.test_client().get("/crash")

    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
