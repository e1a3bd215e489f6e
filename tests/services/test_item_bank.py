"""The item bank: questions are taken with their tie, kept with their history, and counted apart."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest

from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.services import studio
from surveyapp.services.item_bank import Sought, item_of, search, uses
from surveyapp.services.keep_items import (
    About,
    AlreadyThere,
    KeepRefusal,
    change_item,
    keep_item,
    remove_item,
    take_item,
)
from surveyapp.storage import item_bank
from surveyapp.storage.db import main_store, main_writing, see_only
from surveyapp.storage.staff import Seat, add_staff
from tests.builders import a_wave

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def person(name, county="16065"):
    """Add somebody of a county."""
    seat = Seat(county_ags=county, email=f"{name}@{county}.de", name=name, role="planner")
    staff = add_staff(main_store(), seat, "x")
    main_store().commit()
    return staff


@pytest.fixture
def ada(app):
    with app.app_context():
        yield person("ada")


@pytest.fixture
def desk(ada):
    return studio.start_empty(main_store(), ada, "Wohnen im Kreis", now=NOW)


def keys(actor, **sought):
    return {each.key for each in search(main_store(), actor, Sought(**sought))}


def asked(desk, place=-1):
    return desk.document["pages"][0]["questions"][place]


def keep(actor, desk, id_, source="Jugendamt, 2026", now=NOW):
    key = f"entwurf.{desk.draft_id}"
    return keep_item(main_store(), actor, key, id_, source=source, remark="", now=now)


def own_question(actor, desk, text="Wo fehlt ein Spielplatz?"):
    edit = Edit("add_question", "page/seite", {"type": "yesno", "text": text})
    return studio.edit(main_store(), actor, desk.draft_id, desk.revision, edit, now=NOW)


def test_items_are_found_by_word_field_stage_and_language(ada):
    assert "core/rooms" in keys(ada, words="zimmer wie")
    assert "core/rooms" in keys(ada, words="КІМНАТ")
    assert "core/rooms" in keys(ada, words="„Zimmer“, wie?")
    assert "core/surroundings_importance" in keys(ada, words=unicodedata.normalize("NFD", "für"))
    assert keys(ada, words="?!") == keys(ada)
    assert "core/rooms" in keys(ada, field="HF5", language="uk", life_stage="L1")
    assert "core/rooms" not in keys(ada, field="HF2")
    assert keys(ada, words="gibtesnicht") == set()


def test_a_core_item_is_copied_with_its_tie_in_the_languages_of_the_draft(ada, desk):
    taken = take_item(main_store(), ada, "core/rooms", desk.draft_id, now=NOW)
    again = take_item(main_store(), ada, "core/rooms", desk.draft_id, page="page/seite", now=NOW)
    other = take_item(main_store(), ada, "core/home_type", desk.draft_id, now=NOW)

    assert taken.made == "question/rooms"
    assert asked(taken)["tie"] == {"item": "core/rooms", "version": 1}
    assert asked(taken)["text"] == {"de": "Wie viele Zimmer haben Sie?"}
    assert again == AlreadyThere("question/rooms")
    assert asked(other)["id"] == "home_type"
    undone = studio.undo(main_store(), ada, desk.draft_id, now=NOW)
    assert len(undone.document["pages"][0]["questions"]) == 1


def test_a_copy_of_a_packaged_questionnaire_knows_its_core_items(ada):
    copied = studio.start_from(main_store(), ada, "familie.1.0", now=NOW)
    item = item_of(main_store(), ada, "core/home_satisfaction")
    found = uses(main_store(), ada, item)

    assert [each.key for each in found.own] == [f"entwurf.{copied.draft_id}"]
    assert found.own[0].is_comparable


def test_a_question_is_kept_once_with_source_and_gets_a_new_wording_when_it_changed(ada, desk):
    desk = own_question(ada, desk)
    id_ = asked(desk)["id"]

    first = keep(ada, desk, id_)
    twice = keep(ada, desk, id_)
    now = studio.open_draft(main_store(), ada, desk.draft_id)
    edit = Edit("set_text", f"question/{id_}", {"name": "text", "text": "Fehlt ein Spielplatz?"})
    studio.edit(main_store(), ada, desk.draft_id, now.revision, edit, now=LATER)
    before = uses(main_store(), ada, item_of(main_store(), ada, first))
    third = keep(ada, desk, id_, now=LATER)
    item = item_of(main_store(), ada, first)

    assert first == twice == third
    assert [(each.number, each.since, each.question.text["de"]) for each in item.wordings] == [
        (1, date(2026, 11, 22), "Wo fehlt ein Spielplatz?"),
        (2, date(2026, 12, 1), "Fehlt ein Spielplatz?"),
    ]
    assert [each.is_comparable for each in before.own] == [False]
    assert asked(studio.open_draft(main_store(), ada, desk.draft_id))["tie"]["version"] == 2
    assert item.source == "Jugendamt, 2026"


def test_a_question_that_is_kept_again_takes_the_new_source_and_a_deleted_item_is_made_anew(
    ada, desk
):
    desk = own_question(ada, desk)
    id_ = asked(desk)["id"]

    first = keep(ada, desk, id_)
    again = keep(ada, desk, id_, source="Kita\x0b-Rat\u202e 2026")
    said = item_of(main_store(), ada, first).source
    remove_item(main_store(), ada, first)
    anew = keep(ada, desk, id_)
    tie = asked(studio.open_draft(main_store(), ada, desk.draft_id))["tie"]

    assert again == first
    assert said == "Kita -Rat 2026"
    assert anew != first
    assert tie == {"item": anew, "version": 1}


def test_what_cannot_be_kept_is_refused_by_a_reason(ada, desk):
    desk = own_question(ada, desk)
    id_ = asked(desk)["id"]

    assert keep(ada, desk, "gibtesnicht") is KeepRefusal.NOT_FOUND
    assert keep(ada, desk, id_, source="  ") is KeepRefusal.NO_SOURCE
    assert keep(ada, desk, id_, source="x" * 301) is KeepRefusal.TOO_LONG


def test_items_of_a_county_are_nobody_elses(ada, desk):
    desk = own_question(ada, desk)
    key = keep(ada, desk, asked(desk)["id"])
    eve = person("eve", "16051")

    see_only("16051")
    main_store().rollback()

    assert item_of(main_store(), eve, key) is None
    assert item_of(main_store(), eve, "county/\0") is None
    assert key not in keys(eve)
    assert change_item(main_store(), eve, key, source="x", remark="") is KeepRefusal.NOT_FOUND
    assert not remove_item(main_store(), eve, key)
    see_only("16065")
    main_store().rollback()
    assert change_item(main_store(), ada, key, source="Neu", remark="gut") is None
    assert item_of(main_store(), ada, key).remark == "gut"
    assert remove_item(main_store(), ada, key)
    assert item_of(main_store(), ada, key) is None


def test_own_publications_are_named_and_other_counties_only_counted(ada):
    for county in ("16065", "16051"):
        a_wave(slug=f"familie-{county}", county_ags=county)
    see_only("16065")
    main_store().commit()

    found = uses(main_store(), ada, item_of(main_store(), ada, "core/rooms"))

    assert [(each.title, each.version, each.is_comparable) for each in found.own] == [
        ("Familienumfrage", 1, True)
    ]
    assert found.other_counties == 1


@pytest.mark.parametrize("is_gone", [False, True])
def test_who_looked_before_somebody_else_changed_an_item_is_told(app, desk, ada, is_gone):
    desk = own_question(ada, desk)
    item = keep(ada, desk, asked(desk)["id"])
    seen = item_bank.own(main_store(), ada.county_ags, item.removeprefix("county/"))
    stamp = About(seen.source, seen.remark).stamp
    with main_writing() as other:
        row = other.get(type(seen), seen.id)
        if is_gone:
            item_bank.remove(other, row)
        else:
            row.source = "Von nebenan"

    refused = change_item(main_store(), ada, item, source="Von hier", remark="", seen=stamp)

    main_store().expire_all()
    expected = KeepRefusal.NOT_FOUND if is_gone else KeepRefusal.CHANGED_SINCE
    assert refused is expected
