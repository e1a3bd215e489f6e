"""A whole questionnaire goes to a device as one small document, or says why it does not."""

from __future__ import annotations

import gzip
import json
from datetime import date

from surveyapp.questionnaire import document, library
from surveyapp.services.asked import as_tried
from surveyapp.web.respond.packed import packed
from tests.questionnaire_folder import HERE

MOST = 45 * 1024
"""Bytes of the packed family questionnaire, compressed, in any language."""


def packed_in(app, questionnaire, language="de"):
    with app.test_request_context("/"):
        return packed(as_tried(questionnaire, "16065", date(2026, 11, 1)), language)


def test_every_shipped_questionnaire_goes_along_as_light_as_a_picture(sqlite_app):
    packs = [
        packed_in(sqlite_app, library.load(name), language)
        for name, language in (
            ("familie", "uk"),
            ("familie", "de"),
            ("ankommen", "ar"),
            ("thekiz", "de"),
        )
    ]

    weights = [len(gzip.compress(json.dumps(each, ensure_ascii=False).encode())) for each in packs]

    assert all(each["portable"] for each in packs)
    assert max(weights) < MOST


def test_what_a_browser_alone_cannot_do_is_said(sqlite_app):
    reasons = {
        name: packed_in(sqlite_app, document.read(HERE / f"{name}.yaml"))
        for name in ("collect_list", "point", "postcode", "ranking")
    }

    assert reasons == {
        "collect_list": {"portable": False, "why": "added_items"},
        "point": {"portable": False, "why": "places"},
        "postcode": {"portable": False, "why": "places"},
        "ranking": {"portable": False, "why": "parts"},
    }


def test_a_list_of_years_that_hangs_on_an_answer_is_left_to_the_server(sqlite_app):
    text = (HERE / "month.yaml").read_text(encoding="utf-8")
    hanging = document.parse(text.replace("minimum: 1990", "minimum: wave.year - 20", 1))

    found = packed_in(sqlite_app, hanging)

    assert found == {"portable": False, "why": "limits"}


def test_facts_go_along_only_where_somebody_asks_for_them(sqlite_app):
    silent = packed_in(sqlite_app, library.load("familie"))
    asking = packed_in(sqlite_app, document.read(HERE / "facts.yaml"))

    assert (silent["facts"], silent["areas"]) == ({}, {})
    assert asking["facts"] == {"wave.number": 1}
    assert {name for known in asking["areas"].values() for name in known} == {"area.population"}
