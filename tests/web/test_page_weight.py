"""Every page for families stays light, with all styles and scripts it needs."""

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


def weight(client, page):
    parts = set(re.findall(r'(?:href|src)="(/(?:static|piktogramme)/[^"]+)"', page))
    sizes = (len(gzip.compress(client.get(part).data)) for part in parts)
    return len(gzip.compress(page.encode())) + sum(sizes)


def on_the_wire(client, address):
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    return len(head) + len(answer.data), answer


def first_page(client, language):
    """Return the bytes of everything the first page loads, headers and all, by address."""
    address = f"/f/familie/?lang={language}"
    size, page = on_the_wire(client, address)
    text = gzip.decompress(page.data).decode()
    assert f'lang="{language}"' in text
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
    return {address: size, **{part: on_the_wire(client, part)[0] for part in parts}}


def test_the_first_page_fits_one_round_trip_in_every_language(sqlite_app):
    with sqlite_app.app_context():
        an_open_wave("familie", sampling="all")
    client = sqlite_app.test_client()

    weights = {language: first_page(client, language) for language in languages.spoken()}

    assert len(weights) > 10
    assert {
        key: all_ for key, all_ in weights.items() if sum(all_.values()) >= FIRST_ROUND_TRIP
    } == {}


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

    weights = {key: weight(sqlite_app.test_client(), page) for key, page in pages.items()}

    assert len(weights) > 1
    assert {key: size for key, size in weights.items() if size > MOST} == {}


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
