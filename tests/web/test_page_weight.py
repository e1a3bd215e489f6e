"""Every page for families stays light, with all styles and scripts it needs.

The promises are about what a phone receives: Brotli, headers and all. Browsers that read gzip alone
get a sixth more; for them the limits hold too, but for headers, and the page for dead spots is not asked.
"""

from __future__ import annotations

import gzip
import re

import brotli
import pytest

from surveyapp.ui import languages
from tests.family_pages import pages_of
from tests.journeys.journey import Journey, an_open_wave

MOST = 30 * 1024
"""Bytes of any page where nothing it needs was loaded before."""

FIRST_ROUND_TRIP = 14 * 1024
"""Bytes a server may send before the first acknowledgement comes back: ten packets."""


BROTLI = "gzip, deflate, br"
OF_THE_SERVER = len("HTTP/1.1 200 OK\r\nServer: gunicorn\r\nConnection: keep-alive\r\n\r\n") + 37
"""Bytes of what the server itself puts before every answer, with its date, which it says once."""


def on_the_wire(client, address, ways=BROTLI):
    answer = client.get(address, headers={"Accept-Encoding": ways})
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers if name != "Date")
    return OF_THE_SERVER + len(head) + len(answer.data), answer


def all_of(client, address, ways=BROTLI):
    """Return the bytes of everything a page loads, headers and all, by address."""
    size, page = on_the_wire(client, address, ways)
    unpack = brotli.decompress if page.headers["Content-Encoding"] == "br" else gzip.decompress
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', unpack(page.data).decode()))
    assert parts
    return {address: size, **{part: on_the_wire(client, part, ways)[0] for part in parts}}


OF_A_PAGE = 850
"""Bytes of headers before a page, with rules of what it may load; a redirect of a form has fewer."""


def weight(client, page, parts):
    """Return the bytes of a page with all it loads; and for gzip alone, without headers."""
    needed = set(re.findall(r'(?:href|src)="(/(?:static|piktogramme)/[^"]+)"', page))
    for part in needed - set(parts):
        plain = len(gzip.compress(client.get(part).data))
        parts[part] = on_the_wire(client, part)[0], plain
    small = OF_A_PAGE + len(brotli.compress(page.encode(), quality=5))
    plain = len(gzip.compress(page.encode()))
    return small + sum(parts[part][0] for part in needed), plain + sum(
        parts[part][1] for part in needed
    )


def too_heavy(weights, most):
    return {key: parts for key, parts in weights.items() if sum(parts.values()) > most}


@pytest.mark.parametrize(
    ("sampling", "ways", "places"),
    [("open", BROTLI, ("", "kiosk")), ("all", BROTLI, ("", "kiosk")), ("all", "gzip", ("",))],
)
def test_the_first_page_fits_one_round_trip_in_every_language(sqlite_app, sampling, ways, places):
    with sqlite_app.app_context():
        an_open_wave("familie", sampling=sampling)
    client = sqlite_app.test_client()
    pages = {f"/f/familie/{place}?lang={each}" for each in languages.spoken() for place in places}

    weights = {page: all_of(client, page, ways) for page in pages}

    assert len(weights) > 10
    assert too_heavy(weights, FIRST_ROUND_TRIP) == {}


@pytest.mark.parametrize("sampling", ["open", "all"])
def test_pages_around_the_questions_stay_light_in_every_language(sqlite_app, sampling):
    with sqlite_app.app_context():
        an_open_wave("familie", sampling=sampling)
    client = sqlite_app.test_client()
    names = ("begleitet", "fortsetzen", "ohne-netz", "beratung", "widerruf")
    pages = {f"/f/familie/{name}?lang={each}" for each in languages.spoken() for name in names}

    weights = {page: all_of(client, page) for page in pages}

    assert len(weights) > 50
    assert too_heavy(weights, MOST) == {}


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("familie", "de"),
        ("familie", "uk"),
        ("ankommen", "fa"),
        ("every_type", "de"),
        ("live_types", "de"),
        ("live_parts", "de"),
    ],
)
def test_every_page_stays_light_with_all_it_needs(sqlite_app, mini_questionnaires, name, language):
    pages = pages_of(sqlite_app, name, language)

    parts = {}
    weights = {key: weight(sqlite_app.test_client(), page, parts) for key, page in pages.items()}

    assert len(weights) > 1
    assert {key: sizes for key, sizes in weights.items() if max(sizes) > MOST} == {}


def test_what_is_spared_on_the_way_is_no_word_of_the_program(sqlite_app):
    client = sqlite_app.test_client()

    script = client.get("/static/conditions.js").text
    style = client.get("/static/family.css").text

    assert script.startswith('"use strict";')
    assert not any(line.startswith(("//", " ")) for line in script.splitlines())
    assert style.startswith(":root {")
    assert "/*" not in style
    assert style.count("{") == style.count("}")


def test_static_files_come_as_small_as_brotli_makes_them(sqlite_app):
    client = sqlite_app.test_client()

    plain = client.get("/static/way.js")
    small = client.get("/static/way.js", headers={"Accept-Encoding": "gzip, br"})

    assert plain.headers.get("Content-Encoding") is None
    assert small.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert brotli.decompress(small.data) == plain.data
    assert len(small.data) < len(gzip.compress(plain.data)) * 0.92


def test_a_page_with_mistakes_is_compressed_like_any_other(sqlite_app, mini_questionnaires):
    with sqlite_app.app_context():
        slug = an_open_wave("every_type").survey.slug
    family = Journey(sqlite_app, slug).starts()
    sent = {**family._sent(), "do": ["next"]}

    plain = sqlite_app.test_client().post(family.path, data=sent)
    small = sqlite_app.test_client().post(
        family.path, data=sent, headers={"Accept-Encoding": "gzip"}
    )

    assert (plain.status_code, small.status_code) == (422, 422)
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(plain.data) / 2
