import logging

import pytest
from flask import abort, g, request

from surveyapp.ui import languages
from surveyapp.ui.error_texts import TEXTS


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

    @sqlite_app.post("/f/crash")
    @sqlite_app.post("/verwaltung/crash")
    def _broken():
        raise RuntimeError

    return sqlite_app


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_error_has_a_page_in_german_and_english(failing_app, code):
    response = failing_app.test_client().get(f"/abort/{code}")

    assert response.status_code == code
    assert '<html lang="de" dir="ltr">' in response.text
    assert response.text.count("<h1>") == 1
    for language in ("de", "en"):
        assert TEXTS[code][language].title in response.text


@pytest.mark.parametrize("code", sorted(TEXTS.keys() - {403}))
def test_what_families_may_meet_is_said_in_all_their_languages(code):
    assert set(TEXTS[code]) == set(languages.spoken())


@pytest.mark.parametrize(
    ("path", "accepted", "language", "direction"),
    [
        ("/f/crash", "ar-SY, de;q=0.5", "ar", "rtl"),
        ("/f/crash?lang=fa", "de", "fa", "rtl"),
        ("/f/crash?lang=xx", "uk", "uk", "ltr"),
        ("/f/crash", "prs", "fa", "rtl"),
        ("/f/crash", "ja", "de", "ltr"),
        ("/verwaltung/crash", "ar", "de", "ltr"),
    ],
)
def test_a_crash_speaks_to_families_in_their_language_and_to_staff_in_german(
    failing_app, path, accepted, language, direction
):
    response = failing_app.test_client().post(path, headers={"Accept-Language": accepted})

    assert response.status_code == 500
    assert f'<html lang="{language}" dir="{direction}">' in response.text
    assert f"<h1>{TEXTS[500][language].title}</h1>" in response.text
    assert TEXTS[500]["en" if language == "de" else "de"].text in response.text


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/f/a/b/c", 404),
        ("PUT", "/f/any/", 405),
        ("POST", "/f/any/", 413),
    ],
)
def test_what_goes_wrong_before_a_page_is_made_speaks_the_browsers_language(
    failing_app, method, path, code
):
    data = {"name": "x" * 600_000} if code == 413 else None

    response = failing_app.test_client().open(
        path, method=method, data=data, headers={"Accept-Language": "tr"}
    )

    assert response.status_code == code
    assert TEXTS[code]["tr"].title in response.text


def test_error_page_speaks_the_language_a_family_chose(failing_app):
    response = failing_app.test_client().get("/english")

    assert '<html lang="en" dir="ltr">' in response.text
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
