"""People give texts themes: what counts, who may look, and that nobody's work is lost."""

import json
from datetime import date

import pytest
from sqlalchemy import text

from surveyapp.services import code_texts, retain
from surveyapp.services.code_texts import Choice, Look, Refusal, Trouble, sample_of
from surveyapp.services.receipt import response_hash, text_hash
from surveyapp.services.withdraw import Withdrawn, withdraw
from surveyapp.storage import responses, retention
from surveyapp.storage.db import main_store, store_engines, urn_store
from surveyapp.storage.responses import Opened
from tests.builders import Actor, a_response, a_wave
from tests.services.theme_texts import BUS, CALM, Desk, codes_in_urn
from tests.staff_journey import an_account

TEXTS = (BUS, CALM, "Ein Kinderarzt und ein Bus.")


@pytest.fixture
def desk(sqlite_app):
    with sqlite_app.app_context():
        yield Desk(TEXTS)


@pytest.fixture
def desk_on_both(app):
    """The same on each kind of database, where it matters which."""
    with app.app_context():
        yield Desk(TEXTS)


def sent(task, **changes):
    """What a browser sends for a text nobody touched."""
    ticked = task.suggested if task.given is None else task.given
    values = {
        "ticked": frozenset(ticked),
        "is_none": task.given == (),
        "seen": task.given,
        "suggested": frozenset(task.suggested),
    }
    return Choice(**{**values, **changes})


def save(desk, choices, look=Look.FIRST):
    return code_texts.save(main_store(), desk.first, desk.wave, desk.question, look, choices)


def test_a_suggestion_never_counts_by_itself(desk):
    tasks = desk.sheet().tasks
    assert [task.suggested for task in tasks] == [("transport",), (), ("transport", "health")]

    saved = save(desk, {task.id: sent(task) for task in tasks})

    assert (saved.kept, saved.open) == (0, 3)
    assert codes_in_urn() == []


def test_a_confirmed_suggestion_and_a_changed_one_count(desk_on_both):
    bus, calm, doctor = desk_on_both.sheet().tasks

    saved = save(
        desk_on_both,
        {
            bus.id: sent(bus, is_confirmed=True),
            calm.id: sent(calm, is_none=True),
            doctor.id: sent(doctor, ticked=frozenset({"health"})),
        },
    )

    assert (saved.kept, saved.open, saved.troubles) == (3, 0, {})
    assert [themes for _, _, themes in codes_in_urn()] == [["transport"], [], ["health"]]
    assert desk_on_both.progress().left == 0


def test_none_of_them_beside_a_theme_is_refused_and_the_rest_is_kept(desk):
    bus, calm, _ = desk.sheet().tasks

    saved = save(
        desk, {bus.id: sent(bus, is_none=True), calm.id: sent(calm, ticked=frozenset({"care"}))}
    )

    assert saved.troubles == {bus.id: Trouble.BOTH}
    assert codes_in_urn() == [(calm.id, 1, ["care"])]


def test_taking_all_ticks_away_makes_a_text_open_again(desk_on_both):
    desk_on_both.give_all("transport")
    task = desk_on_both.sheet(page=1).tasks[0]

    save(desk_on_both, {task.id: sent(task, ticked=frozenset())})

    assert task.id not in [text_id for text_id, _, _ in codes_in_urn()]
    assert desk_on_both.progress().coded == 2


def test_two_people_on_the_same_page_lose_nothing(desk_on_both):
    tasks = desk_on_both.sheet().tasks
    mine = {task.id: sent(task, ticked=frozenset({"care"})) for task in tasks[:2]}
    theirs = {
        tasks[0].id: sent(tasks[0], ticked=frozenset({"school"})),
        tasks[1].id: sent(tasks[1], ticked=frozenset({"care"})),
        tasks[2].id: sent(tasks[2], is_confirmed=True),
    }

    save(desk_on_both, mine)
    saved = save(desk_on_both, theirs)

    assert saved.troubles == {tasks[0].id: Trouble.CHANGED}
    assert [themes for _, _, themes in codes_in_urn()] == [
        ["care"],
        ["care"],
        ["health", "transport"],
    ]


def test_who_was_told_of_the_other_one_may_decide_against_it(desk):
    task = desk.sheet().tasks[0]
    save(desk, {task.id: sent(task, ticked=frozenset({"care"}))})
    shown_again = desk.sheet(page=1).tasks[0]

    saved = save(desk, {task.id: sent(shown_again, ticked=frozenset({"school"}))})

    assert saved.troubles == {}
    assert codes_in_urn() == [(task.id, 1, ["school"])]


def test_an_old_page_does_not_undo_what_it_did_not_change(desk):
    desk.give_all("care")
    old = desk.sheet(page=1).tasks[0]
    desk.give({old.id: "school"}, seen=("care",))

    saved = save(desk, {old.id: sent(old)})

    assert saved.troubles == {}
    assert codes_in_urn()[0] == (old.id, 1, ["school"])


def test_a_theme_that_is_gone_is_not_given(desk):
    outcome = desk.give({desk.ids()[0]: "invented"})

    assert outcome.troubles == {desk.ids()[0]: Trouble.UNKNOWN}
    assert codes_in_urn() == []


def test_the_second_person_sees_the_text_alone(desk):
    desk.give_all("transport")

    tasks = desk.sheet(Look.SECOND).tasks

    assert len(tasks) == 3
    assert {(task.given, task.suggested, task.first) for task in tasks} == {(None, (), ())}


def test_who_has_given_nothing_yet_may_change_between_first_and_second(desk):
    outcome = code_texts.begin(main_store(), desk.first, desk.wave, "wish", Look.SECOND)
    back = code_texts.begin(main_store(), desk.first, desk.wave, "wish", Look.FIRST)

    assert outcome is back is None
    assert desk.give_all("care").kept == 3


def test_who_knows_the_first_look_cannot_be_the_second_person(desk):
    desk.give_all("care")
    desk.give_all("care", Look.SECOND)

    for person, look in ((desk.first, Look.SECOND), (desk.second, Look.FIRST)):
        again = code_texts.begin(main_store(), person, desk.wave, "wish", look)
        outcome = code_texts.save(main_store(), person, desk.wave, "wish", look, {})

        assert again is outcome is Refusal.OTHER_LOOK


def test_nobody_looks_without_saying_first_or_second(desk):
    third = an_account(email="dritte@16065.example")

    assert (
        code_texts.look_allowed(main_store(), third, desk.wave, "wish", Look.FIRST)
        is Refusal.NOT_BEGUN
    )
    with pytest.raises(PermissionError, match="not_begun"):
        code_texts.sheet(main_store(), third, desk.wave, "wish", Look.FIRST, None)


def test_only_administrators_of_the_county_give_themes(desk):
    planner = an_account(role="planner", email="p@16065.example")
    foreign = an_account("16062", email="x@16062.example")

    for person in (planner, foreign):
        for look in Look:
            outcome = code_texts.save(main_store(), person, desk.wave, "wish", look, {})
            assert outcome is Refusal.NOT_ALLOWED
        assert code_texts.begin(main_store(), person, desk.wave, "wish", Look.FIRST) is not None
        assert code_texts.progress_of(person, desk.wave) == ()


def test_texts_of_an_open_wave_get_no_themes(sqlite_app):
    with sqlite_app.app_context():
        wave, person = a_wave(), an_account()

        outcome = code_texts.begin(main_store(), person, wave, "wish", Look.FIRST)

        assert outcome is Refusal.NOT_ALLOWED
        assert code_texts.progress_of(Actor(), wave) == ()


def test_where_both_have_looked_only_the_third_look_decides(desk_on_both):
    desk_on_both.give_all("transport")
    bus, calm, _ = desk_on_both.ids()
    desk_on_both.give({bus: "transport", calm: ""}, Look.SECOND)

    late = desk_on_both.give({calm: "care"}, seen=("transport",))
    (differing,) = desk_on_both.sheet(Look.THIRD).tasks
    decided = desk_on_both.give({calm: "care"}, Look.THIRD)

    assert late.troubles == {calm: Trouble.FIXED}
    assert (differing.id, differing.first, differing.second) == (calm, ("transport",), ())
    assert decided.kept == 1
    assert (desk_on_both.progress().differing, desk_on_both.progress().undecided) == (1, 0)


def test_an_undecided_difference_keeps_a_question_from_being_finished(desk):
    desk.give_all("transport")

    desk.give({desk.ids()[0]: "care"}, Look.SECOND)

    assert desk.progress().left == 1


def test_the_second_person_gets_a_fifth_and_at_least_fifty(sqlite_app):
    with sqlite_app.app_context():
        few, some, many = ([b"%016d" % n for n in range(size)] for size in (30, 120, 1000))

        assert sorted(sample_of(few)) == few
        assert [len(sample_of(some)), len(sample_of(many))] == [50, 200]
        assert sample_of(many) == sample_of(list(reversed(many)))
        assert 30 < sum(each in set(many[:200]) for each in sample_of(many)) < 50


def test_pages_hold_fifty_and_go_on_where_something_is_left(sqlite_app):
    with sqlite_app.app_context():
        desk = Desk([BUS] * 120)
        desk.give(dict.fromkeys(desk.ids()[:50], "transport"))

        sheet = desk.sheet()

        assert (sheet.page, sheet.pages, len(sheet.tasks)) == (2, 3, 50)
        assert (sheet.done, sheet.total) == (50, 120)
        assert len(desk.sheet(page=99).tasks) == 20


# Deletion


def test_themes_go_with_the_texts_when_their_time_is_over(desk_on_both):
    desk_on_both.give_all("transport")

    said = retain.retain(main_store(), date(2028, 1, 1))

    assert any("weniger als 10 Freitexte" in each for each in said)
    assert codes_in_urn() == []
    assert main_store().scalar(text("SELECT count(*) FROM coder")) == 0


def test_themes_go_with_an_answer_that_is_deleted_by_itself(desk):
    desk.give_all("transport")

    retention.forget_answers(desk.wave.id, ["wish"], dict)

    assert codes_in_urn() == []


def test_themes_go_with_a_text_that_is_withdrawn(app):
    with app.app_context():
        wave, receipt = a_wave(), b"q" * 16
        with urn_store() as urn:
            opened = Opened(
                a_response(texts=(("wish", BUS),)),
                "",
                response_hash(receipt),
                (text_hash(receipt, 0),),
            )
            responses.add_opened(urn, wave.id, [opened], iter((b"r" * 16, b"t" * 16)).__next__)
            urn.execute(
                text("INSERT INTO text_code (text_id, look, themes) VALUES (:id, 1, '[]')"),
                {"id": b"t" * 16},
            )
        assert len(codes_in_urn()) == 1

        assert withdraw(wave.survey.slug, receipt) is Withdrawn.DONE

        assert codes_in_urn() == []


def test_no_account_stands_beside_a_text_and_no_text_in_the_main_store(desk):
    desk.give_all("transport")
    desk.give({desk.ids()[0]: "care"}, Look.SECOND)

    main, urn = everything("main"), everything("urn")

    assert desk.first.id in main
    assert not {desk.first.id, desk.second.id, desk.first.email} & {*urn.split('"')}
    assert desk.first.id not in urn
    assert not [each for each in desk.ids() if each.hex() in main or repr(each) in main]


def everything(store):
    """Return all rows of a store as text, ids in hexadecimal too."""
    engine = store_engines()[store]
    rows = []
    with engine.connect() as connection:
        tables = {"main": ("theme", "coder", "wave", "survey"), "urn": ("text_code", "text_answer")}
        for table in tables[store]:
            for row in connection.execute(text(f"SELECT * FROM {table}")).mappings():
                plain = {
                    key: bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
                    for key, value in row.items()
                }
                rows.append(json.dumps(plain))
    return "\n".join(rows)
