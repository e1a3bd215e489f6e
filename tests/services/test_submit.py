import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, text

from surveyapp.services import submit as door
from surveyapp.services.enter import Ticket, enter, issue_codes
from surveyapp.services.submit import SubmitRefusal, Submitted, submit
from surveyapp.storage import ballots, register, responses, surveys
from surveyapp.storage.db import (
    StoreUnavailableError,
    main_store,
    register_reading,
    store_engines,
    urn_reading,
    urn_store,
)
from surveyapp.storage.tables import Invitation, Response, SealedBallot, SpentToken, TextAnswer
from tests.builders import a_response, a_wave, open_all, statements_of

ANSWERS = a_response(texts=(("wish", "Mehr Busse"), ("else", "Danke")))


@pytest.fixture
def ready(app):
    """An application with an open wave of three invited families."""
    with app.app_context():
        wave = a_wave()
        app.codes = issue_codes(wave.id, 3, Random(11))
        app.wave_id = wave.id
        main_store().commit()
        yield app


def stored():
    """Open all that waits and return responses and texts."""
    open_all()
    with urn_reading() as session:
        return (
            session.scalars(select(Response)).all(),
            session.scalars(select(TextAnswer)).all(),
        )


def test_answers_are_kept_with_texts_apart(ready):
    ticket = enter("familie-26", ready.codes[0])

    result = submit(ticket, ANSWERS)

    rows, texts = stored()
    assert result is Submitted.NEW
    assert [row.document for row in rows] == [ANSWERS.document]
    assert {text.text for text in texts} == {"Mehr Busse", "Danke"}
    assert rows[0].id not in {text.id for text in texts}


def test_same_page_again_succeeds_and_doubles_nothing(ready):
    ticket = enter("familie-26", ready.codes[0])
    submit(ticket, ANSWERS)

    result = submit(ticket, ANSWERS)

    rows, texts = stored()
    assert result is Submitted.AGAIN
    assert (len(rows), len(texts)) == (1, 2)


def test_page_that_was_changed_after_sending_is_refused_and_adds_nothing(ready):
    ticket = enter("familie-26", ready.codes[0])
    submit(ticket, ANSWERS)
    changed = a_response(
        document={"municipality": "16065001"}, texts=(("more", "Neu"), *ANSWERS.texts)
    )

    result = submit(ticket, changed)

    rows, texts = stored()
    assert result is SubmitRefusal.KEPT
    assert [row.document for row in rows] == [ANSWERS.document]
    assert {text.text for text in texts} == {"Mehr Busse", "Danke"}


def test_text_written_after_sending_is_refused_and_adds_nothing(ready):
    ticket = enter("familie-26", ready.codes[0])
    submit(ticket, ANSWERS)

    result = submit(ticket, a_response(texts=(("more", "Neu"), *ANSWERS.texts)))

    assert result is SubmitRefusal.KEPT
    assert sorted(text.text for text in stored()[1]) == ["Danke", "Mehr Busse"]


def test_same_answers_sent_again_in_the_next_month_or_language_are_the_same(ready):
    ticket = enter("familie-26", ready.codes[0])
    submit(ticket, ANSWERS)

    result = submit(ticket, replace(ANSWERS, received_month=12, language="en"))

    assert result is Submitted.AGAIN
    assert len(stored()[0]) == 1


def test_one_token_brings_a_ballot_into_each_of_two_waves(ready):
    other = a_wave(slug="andere", sampling="open")
    tickets = [Ticket(wave_id, bytes(32), token=b"t" * 32) for wave_id in (ready.wave_id, other.id)]

    results = [submit(ticket, ANSWERS) for ticket in tickets]

    assert results == [Submitted.NEW, Submitted.NEW]
    assert len(stored()[0]) == 2


def test_token_carries_its_stratum_and_needs_no_code(ready):
    ticket = Ticket(ready.wave_id, bytes(32), token=b"t" * 32, stratum="Artern")

    results = [submit(ticket, ANSWERS), submit(ticket, ANSWERS)]

    assert results == [Submitted.NEW, Submitted.AGAIN]
    assert [row.stratum for row in stored()[0]] == ["Artern"]


def test_open_wave_without_a_batch_keeps_nothing_and_says_what_to_do(ready):
    with urn_store() as session:
        ballots.remove_batch(session, ballots.batch_to_open(session, ready.wave_id))

    with pytest.raises(StoreUnavailableError, match="run: surveyapp mix"):
        submit(enter("familie-26", ready.codes[0]), ANSWERS)


def test_second_draft_with_the_same_code_is_refused(ready):
    first = enter("familie-26", ready.codes[0])
    second = enter("familie-26", ready.codes[0])
    submit(first, ANSWERS)

    result = submit(second, ANSWERS)

    assert result is SubmitRefusal.USED
    assert len(stored()[0]) == 1


def test_closed_wave_takes_no_answers(ready):
    ticket = enter("familie-26", ready.codes[0])
    session = main_store()
    surveys.mark_closed(
        session, surveys.wave_by_id(session, ready.wave_id), today=date(2026, 12, 1)
    )
    session.commit()

    result = submit(ticket, ANSWERS)

    assert result is SubmitRefusal.CLOSED
    assert stored() == ([], [])


def test_open_wave_takes_answers_without_code(app):
    with app.app_context():
        a_wave(sampling="open")

        result = submit(enter("familie-26"), a_response())

        assert result is Submitted.NEW
        assert len(stored()[0]) == 1


def test_submitting_takes_at_most_five_statements(ready):
    ticket = enter("familie-26", ready.codes[0])
    main_store().commit()
    seen = statements_of(*store_engines().values())

    submit(ticket, ANSWERS)

    assert len(seen) <= 5


def test_of_two_drafts_at_the_same_moment_exactly_one_wins(ready):
    tickets = [enter("familie-26", ready.codes[0]) for _ in range(2)]
    barrier, results = threading.Barrier(2), []

    def run(ticket):
        with ready.app_context():
            barrier.wait()
            results.append(submit(ticket, ANSWERS))

    threads = [threading.Thread(target=run, args=(ticket,)) for ticket in tickets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [Submitted.NEW, SubmitRefusal.USED]
    assert len(stored()[0]) == 1


def test_double_click_at_the_same_moment_keeps_one_response(ready):
    ticket = enter("familie-26", ready.codes[0])
    barrier, results = threading.Barrier(2), []

    def run():
        with ready.app_context():
            barrier.wait()
            results.append(submit(ticket, ANSWERS))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [Submitted.AGAIN, Submitted.NEW]
    assert [len(kind) for kind in stored()] == [1, 2]


@pytest.mark.parametrize("step", ["spend_token", "add_ballots"])
def test_machine_that_stops_between_two_commits_loses_and_doubles_nothing(ready, monkeypatch, step):
    ticket = enter("familie-26", ready.codes[0])

    def stop(*_arguments):
        raise SystemExit("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(door.ballots, step, stop)
        with pytest.raises(SystemExit):
            submit(ticket, ANSWERS)
    with register_reading() as session:
        assert register.state_of(session, ready.wave_id, ticket.code_hash) == "used"

    submit(ticket, ANSWERS)

    assert [len(kind) for kind in stored()] == [1, 2]


def test_urn_holds_neither_code_nor_hash_nor_claim(ready):
    ticket = enter("familie-26", ready.codes[0])

    submit(ticket, ANSWERS)

    sealed = _raw_urn()
    open_all()
    opened = _raw_urn()
    code = ready.codes[0]
    for secret in (code.encode(), code.replace("-", "").encode(), ticket.code_hash, ticket.claim):
        assert secret not in sealed + opened
        assert secret.hex().encode() not in sealed + opened
    assert b"Mehr Busse" not in sealed
    assert b"16065067" not in sealed
    assert b"Mehr Busse" in opened


def _raw_urn():
    engine = store_engines()["urn"]
    if engine.dialect.name == "sqlite":
        folder = Path(engine.url.database)
        return b"".join(path.read_bytes() for path in folder.parent.glob("urn.sqlite*"))
    with engine.connect() as connection:
        rows = [
            repr(tuple(row)).encode()
            for table in ("batch", "sealed_ballot", "spent_token", "response", "text_answer")
            for row in connection.execute(text(f"SELECT {table}.*, xmin FROM {table}"))
        ]
    return b"".join(rows)


def test_register_and_urn_share_no_value_but_the_wave(ready):
    for code in ready.codes:
        submit(enter("familie-26", code), ANSWERS)

    invitations = _values(Invitation, register_reading)
    waiting = _values(SealedBallot, urn_reading) | _values(SpentToken, urn_reading)
    open_all()
    answers = _values(Response, urn_reading) | _values(TextAnswer, urn_reading)

    assert invitations & (waiting | answers) == {repr(ready.wave_id)}
    assert waiting & answers == {repr(ready.wave_id)}


def _values(table, store):
    with store() as session:
        rows = session.execute(select(table.__table__)).all()
    return {repr(value) for row in rows for value in row if value and not isinstance(value, int)}


def test_no_journal_beside_register_and_urn_tells_who_came_after_whom(ready):
    for code in ready.codes:
        submit(enter("familie-26", code), ANSWERS)

    journals = {
        path.name: path.stat().st_size
        for store in ("register", "urn")
        for path in Path(ready.extensions["surveyapp.config"].instance).glob(f"{store}.sqlite-*")
    }

    assert not any(journals.values()), journals


def test_documents_are_read_sorted_by_random_id(ready):
    for code in ready.codes:
        submit(enter("familie-26", code), ANSWERS)

    open_all()
    with urn_reading() as session:
        documents = list(responses.documents_of(session, [ready.wave_id]))

    assert documents == [(ready.wave_id, ANSWERS.document)] * 3
