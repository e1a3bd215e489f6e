"""Drafts that several people work on: nothing anybody did is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.services import studio, studio_comments
from surveyapp.services.studio import Conflict, Desk
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Seat, add_staff

NOW = datetime(2026, 11, 22, 9, 30, 15, tzinfo=UTC)


def person(name, county="16065", role="planner"):
    """Add somebody of a county."""
    seat = Seat(county_ags=county, email=f"{name}@{county}.de", name=name, role=role)
    staff = add_staff(main_store(), seat, "x")
    main_store().commit()
    return staff


def question(desk, text, type_="text"):
    """Return the edit that adds a question to the first page."""
    page = desk.document["pages"][0]["id"]
    return Edit("add_question", f"page/{page}", {"type": type_, "text": text})


def text(path, words, name="text"):
    """Return the edit that words something."""
    return Edit("set_text", path, {"text": words, "name": name})


@pytest.fixture
def desk(app):
    """A draft with two questions, begun by Ada."""
    with app.app_context():
        ada = person("ada")
        begun = studio.start_empty(main_store(), ada, "Familien im Kreis", now=NOW)
        add = (question(begun, "Was fehlt Ihnen?"), question(begun, "Wie alt sind Ihre Kinder?"))
        found = studio.edit(main_store(), ada, begun.draft_id, 0, *add, now=NOW)
        yield ada, found


def do(actor, desk, *edits, base=None):
    """Make edits on a revision, the one on the desk where none is named."""
    number = desk.revision if base is None else base
    return studio.edit(main_store(), actor, desk.draft_id, number, *edits, now=NOW)


def test_a_new_draft_can_be_read_and_says_who_began_it(desk):
    _, found = desk

    opened = studio.history(main_store(), person("ben"), found.draft_id)

    assert [(each.revision, each.deed, each.who) for each in opened] == [
        (1, "edit", "ada"),
        (0, "start", "ada"),
    ]
    assert [each.id for each in found.questionnaire.pages[0].questions] == ["fehlt", "alt_kinder"]
    assert opened[0].when == NOW.replace(second=0)


def test_two_people_who_change_different_texts_both_keep_theirs(desk):
    ada, found = desk
    ben = person("ben")

    do(ada, found, text("question/fehlt", "Was fehlt Ihrer Familie?"))
    outcome = do(ben, found, text("question/alt_kinder", "Wie alt sind die Kinder?"))

    said = [each.text["de"] for each in outcome.questionnaire.pages[0].questions]
    assert said == ["Was fehlt Ihrer Familie?", "Wie alt sind die Kinder?"]
    assert outcome.revision == 3


def test_a_question_moved_by_one_and_worded_by_the_other_is_both(desk):
    ada, found = desk
    ben = person("ben")
    more = do(ada, found, Edit("add_page", "", {"title": "Kinder"}))
    page = more.made.partition("/")[2]

    do(ada, more, Edit("move", "question/alt_kinder", {"into": page}))
    outcome = do(ben, more, text("question/alt_kinder", "Wie alt sind die Kinder?"))

    moved = outcome.questionnaire.pages[1].questions[0]
    assert (moved.id, moved.text["de"]) == ("alt_kinder", "Wie alt sind die Kinder?")


def test_the_same_text_changed_by_two_people_asks_which_one_to_keep(desk):
    ada, found = desk
    ben = person("ben")
    do(ada, found, text("question/fehlt", "Ada"))
    mine = text("question/fehlt", "Ben")

    outcome = do(ben, found, mine)

    assert isinstance(outcome, Conflict)
    clash = outcome.clashes[0]
    assert (clash.path, clash.property) == ("question/fehlt", "text.de")
    assert (clash.base, clash.mine, clash.theirs) == ("Was fehlt Ihnen?", "Ben", "Ada")
    assert outcome.who == "ada"
    for is_mine, expected in ((False, "Ada"), (True, "Ben")):
        resolved = studio.resolve(
            main_store(),
            ben,
            found.draft_id,
            found.revision,
            studio.open_draft(main_store(), ben, found.draft_id).revision,
            outcome.edits,
            {("question/fehlt", "text.de"): is_mine},
            now=NOW,
        )
        assert resolved.questionnaire.pages[0].questions[0].text["de"] == expected


def test_a_question_removed_by_one_and_worded_by_the_other_is_one_clash(desk):
    ada, found = desk
    ben = person("ben")
    do(ada, found, text("question/fehlt", "Ada"))

    outcome = do(ben, found, Edit("remove", "question/fehlt"))

    assert [(each.path, each.property) for each in outcome.clashes] == [("question/fehlt", "")]
    kept, gone = (
        studio.resolve(
            main_store(),
            ben,
            found.draft_id,
            1,
            number,
            outcome.edits,
            {("question/fehlt", ""): is_mine},
            now=NOW,
        )
        for number, is_mine in ((2, False), (2, True))
    )
    assert [each.id for each in kept.questionnaire.pages[0].questions] == ["fehlt", "alt_kinder"]
    assert [each.id for each in gone.questionnaire.pages[0].questions] == ["alt_kinder"]


def test_a_question_removed_while_another_begins_to_ask_for_it_is_a_clash(desk):
    ada, found = desk
    ben = person("ben")
    condition = Edit("set_condition", "question/alt_kinder", {"expression": "answered(fehlt)"})
    do(ada, found, condition)

    outcome = do(ben, found, Edit("remove", "question/fehlt"))

    assert [(each.path, each.property) for each in outcome.clashes] == [
        ("question/alt_kinder", "show")
    ]


def test_each_person_takes_back_their_own_edits(desk):
    ada, found = desk
    ben = person("ben")
    do(ada, found, text("question/fehlt", "Ada"))
    do(
        ben,
        studio.open_draft(main_store(), ben, found.draft_id),
        text("question/alt_kinder", "Ben"),
    )

    undone = studio.undo(main_store(), ada, found.draft_id, now=NOW)
    again = studio.redo(main_store(), ada, found.draft_id, now=NOW)

    assert [each.text["de"] for each in undone.questionnaire.pages[0].questions] == [
        "Was fehlt Ihnen?",
        "Ben",
    ]
    assert undone.may_redo
    assert [each.text["de"] for each in again.questionnaire.pages[0].questions] == ["Ada", "Ben"]
    assert not again.may_redo


def test_an_edit_that_others_built_on_cannot_be_taken_back(desk):
    ada, found = desk
    ben = person("ben")
    mine = do(ada, found, text("question/fehlt", "Ada"))
    do(ben, mine, text("question/fehlt", "Ben"))

    refused = studio.undo(main_store(), ada, found.draft_id, now=NOW)

    assert refused.reason is Reason.CHANGED_SINCE
    assert refused.words["places"] == [["question/fehlt", "text.de"]]


def test_an_earlier_revision_comes_back_and_both_can_be_compared(desk):
    ada, found = desk
    do(ada, found, Edit("remove", "question/fehlt"))

    differs = studio.compare(main_store(), ada, found.draft_id, 1, 2)
    back = studio.go_back(main_store(), ada, found.draft_id, 1, now=NOW)

    assert ("question/fehlt", "text.de", "Was fehlt Ihnen?", None) in [
        (each.path, each.property, each.base, each.mine) for each in differs
    ]
    assert back.document == found.document
    assert studio.revision_of(main_store(), ada, found.draft_id, 0)["pages"][0]["questions"] == []


def test_transactions_at_once_lose_no_edit(app, desk):
    ada, found = desk
    main_store().commit()

    def add(number):
        with app.app_context():
            return do(ada, found, question(found, f"Frage Nummer {number}?"))

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(add, range(12)))

    assert all(isinstance(each, Desk) for each in outcomes)
    last = studio.open_draft(main_store(), ada, found.draft_id)
    main_store().expire_all()
    last = studio.open_draft(main_store(), ada, found.draft_id)
    assert last.revision == 13
    assert len(last.questionnaire.pages[0].questions) == 14


def test_a_form_pressed_twice_adds_one_question(desk):
    ada, found = desk
    add = question(found, "Wo wohnen Sie?")

    first = do(ada, found, add)
    second = do(ada, found, add)

    assert (second.revision, second.made) == (first.revision, first.made)
    again = do(ada, second, add)
    assert again.made == f"{first.made}_2"


def test_what_was_said_follows_an_element_that_is_renamed(desk):
    ada, found = desk
    session = main_store()
    studio_comments.say(session, ada, found.draft_id, "question/fehlt", "Zu offen?", now=NOW)

    do(ada, found, Edit("rename", "question/fehlt", {"id": "bedarf"}))

    assert studio_comments.threads(session, ada, found.draft_id)[0].path == "question/bedarf"


def test_two_drafts_of_one_title_become_two_questionnaires(desk):
    ada, found = desk

    second = studio.start_empty(main_store(), ada, "Familien im Kreis", now=NOW)

    assert second.questionnaire.id == f"{found.questionnaire.id}_2"


def test_another_county_finds_nothing(desk):
    _, found = desk
    cleo = person("cleo", county="16055")

    assert studio.open_draft(main_store(), cleo, found.draft_id) is None
    assert do(cleo, found, text("", "X", "title")).reason is Reason.NOT_FOUND
    assert studio.history(main_store(), cleo, found.draft_id) == ()
    assert studio_comments.threads(main_store(), cleo, found.draft_id) == ()
    assert isinstance(studio.undo(main_store(), cleo, found.draft_id, now=NOW), Refusal)


def test_a_second_person_agrees_until_somebody_goes_on(desk):
    ada, found = desk
    ben = person("ben")

    own = studio.sign_off(main_store(), ada, found.draft_id, found.revision, now=NOW)
    signed = studio.sign_off(main_store(), ben, found.draft_id, found.revision, now=NOW)
    later = do(ada, found, text("question/fehlt", "Was fehlt?"))
    old = studio.sign_off(main_store(), ben, found.draft_id, found.revision, now=NOW)
    nobody = studio.sign_off(
        main_store(), person("eva", role="council"), found.draft_id, later.revision, now=NOW
    )

    assert own.reason is Reason.OWN_EDIT
    assert signed.signed_off.who == "ben"
    assert later.signed_off is None
    assert old.reason is Reason.CHANGED_SINCE
    assert nobody.reason is Reason.NOT_ALLOWED


def test_whoever_changed_something_since_the_last_sign_off_is_no_second_person(desk):
    ada, found = desk
    ben, eva = person("ben"), person("eva")

    def sign(who, desk):
        return studio.sign_off(main_store(), who, desk.draft_id, desk.revision, now=NOW)

    by_ben = do(ben, found, text("question/fehlt", "Was fehlt?"))
    earlier, last, third = sign(ada, by_ben), sign(ben, by_ben), sign(eva, by_ben)
    by_eva = do(eva, by_ben, text("question/fehlt", "Was fehlt Ihnen?"))
    own, read_before = sign(eva, by_eva), sign(ada, by_eva)

    assert earlier.reason is last.reason is own.reason is Reason.OWN_EDIT
    assert third.signed_off.who == "eva"
    assert by_eva.writers == ("eva",)
    assert read_before.signed_off.who == "ada"


def test_a_thread_is_answered_resolved_and_open_again(desk):
    ada, found = desk
    ben = person("ben")
    session = main_store()

    thread = studio_comments.say(
        session, ada, found.draft_id, "question/fehlt", "Zu offen?", now=NOW
    )
    studio_comments.settle(session, ben, found.draft_id, thread.id, is_resolved=True)
    resolved = studio_comments.threads(session, ben, found.draft_id)[0].is_resolved
    studio_comments.reply(session, ben, found.draft_id, thread.id, "Nein.", now=NOW)

    again = studio_comments.threads(session, ada, found.draft_id)[0]
    assert resolved
    assert not again.is_resolved
    assert [(each.who, each.words) for each in again.remarks] == [
        ("ada", "Zu offen?"),
        ("ben", "Nein."),
    ]
    assert studio_comments.say(session, ada, found.draft_id, "", "  ", now=NOW) is None


def test_a_packaged_questionnaire_becomes_a_draft_of_the_next_version(app):
    with app.app_context():
        begun = studio.start_from(main_store(), person("ada"), "thekiz.1.0", now=NOW)

        assert begun.questionnaire.id == "thekiz"
        assert begun.questionnaire.version > 1
        assert studio.start_from(main_store(), person("ben"), "gibt.1.0", now=NOW).reason is (
            Reason.NOT_FOUND
        )
