"""Answers that go before all others: gone everywhere, and results can still be computed without them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from surveyapp.services import deletion_log, retention
from surveyapp.services.batches import mix_all
from surveyapp.services.build_dataset import build_dataset, dataset_folder, questions_in
from surveyapp.services.deletion_log import Whole
from surveyapp.services.release_results import release
from surveyapp.services.retain import due_cases, retain
from surveyapp.services.retention import months_after
from surveyapp.storage import deletions, releases, surveys
from surveyapp.storage.db import main_store, urn_reading, urn_store
from surveyapp.storage.responses import Opened, add_opened, documents_of
from tests.builders import Actor, a_response, a_wave_asking
from tests.services.simulated import CLOSES, a_simulated_wave, close
from tests.urn import raw_urn

SENSITIVE = {"special_need", "support_fit", "health", "income", "benefits"}
DAY = months_after(CLOSES, 24)


@pytest.fixture
def answered(app):
    """A closed wave of sixty simulated families, with its files."""
    with app.app_context():
        app.wave = close(a_simulated_wave(60))
        build_dataset(instance(app), app.wave)
        yield app
        main_store().rollback()


def instance(app):
    return app.extensions["surveyapp.config"].instance


def responses_of(wave):
    with urn_reading() as urn:
        return [document for _, document in documents_of(urn, [wave.id])]


def said_in(wave):
    return set().union(*(document.keys() for document in responses_of(wave)))


def questions_due(day):
    return [case for case in due_cases(main_store(), day) if case.subject == retention.QUESTIONS]


def test_sensitive_answers_go_on_their_own_day_and_the_others_stay(answered):
    before = responses_of(answered.wave)
    retain(main_store(), DAY - timedelta(days=1))
    untouched = responses_of(answered.wave)

    retain(main_store(), DAY)

    assert untouched == before
    assert said_in(answered.wave) & SENSITIVE == set()
    assert [
        {name: value for name, value in document.items() if name not in SENSITIVE}
        for document in before
    ] == responses_of(answered.wave)
    assert not dataset_folder(instance(answered), answered.wave).exists()


def test_deleting_sensitive_answers_is_announced_logged_and_done_once(answered):
    cases = questions_due(DAY)

    said = retain(main_store(), DAY)
    again = retain(main_store(), DAY)

    assert [set(case.questions) for case in cases] == [SENSITIVE]
    sentence = "gelöscht: mindestens 60 Antworten von Familien auf 5 besonders geschützte Fragen der Welle 1"
    assert sum(sentence in each for each in said) == 1
    assert again == ()
    logged = [each.entry for each in deletions.every(main_store())]
    assert [set(each["questions"]) for each in logged if "questions" in each] == [SENSITIVE] * 2
    assert isinstance(deletion_log.verify(main_store()), Whole)


def test_results_can_be_computed_anew_and_lack_what_was_deleted(answered):
    release(answered.wave.survey.slug, 1, CLOSES, leave_out_what_leaks=True)
    first = releases.latest_release(main_store(), answered.wave.id)
    before = releases.read_release(main_store(), first)
    retain(main_store(), DAY)

    release(answered.wave.survey.slug, 1, DAY, leave_out_what_leaks=True)

    kept = releases.read_release(main_store(), first)
    second = releases.latest_release(main_store(), answered.wave.id)
    anew = releases.read_release(main_store(), second)
    assert (kept.table, kept.contents) == (before.table, before.contents)
    assert second.number == 2
    assert "axis.income" in before.contents.axes
    assert "axis.income" not in anew.contents.axes
    topics = [{topic.id for topic in found.contents.topics} for found in (before, anew)]
    gone = topics[0] - topics[1]
    assert {topic.partition(".")[0] for topic in gone} == SENSITIVE | {"need"}
    assert {topic for topic in gone if topic.startswith("need.")} == {"need.support_gap"}
    assert questions_in(dataset_folder(instance(answered), answered.wave)).isdisjoint(SENSITIVE)


def test_a_file_made_from_answers_read_before_is_deleted_the_next_night(answered):
    folder = dataset_folder(instance(answered), answered.wave)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    retain(main_store(), DAY)
    folder.mkdir()
    for name, content in kept.items():
        (folder / name).write_bytes(content)

    retain(main_store(), DAY + timedelta(days=1))

    assert not folder.exists()


FOLLOWED = """\
id: followed
version: 1
languages: [de]
title: {de: Probe}
intro: {de: Guten Tag}
thanks: {de: Danke}
minutes: 1
sections: [{id: all, title: {de: Alles}}]
pages:
  - id: only
    title: {de: Fragen}
    section: all
    questions:
      - id: illness
        type: single
        text: {de: Krank?}
        purpose: {de: Hilfe}
        keep_months: 6
        options: [{code: "yes", text: {de: Ja}}, {code: "no", text: {de: Nein}}]
      - {id: care, type: number, show: illness == 'yes', text: {de: Wie viel Pflege?}}
      - {id: rooms, type: number, text: {de: Wie viele Zimmer?}}
      - {id: story, type: text, text: {de: Erzählen Sie.}, purpose: {de: Hilfe}, keep_months: 3}
"""
MARKER = 86420135
ENDED = date(2026, 11, 1)


def ends(months):
    return months_after(ENDED, months)


@pytest.fixture
def followed(app):
    """A wave in which a question follows from a sensitive one, and another is a text."""
    with app.app_context():
        wave = a_wave_asking(FOLLOWED, slug="gefolgt")
        document = {"illness": "yes", "care": MARKER, "rooms": 3}
        response = a_response(document=document, texts=(("story", f"Satz {MARKER}"),))
        with urn_store() as urn:
            ids = iter((b"r" * 16, b"t" * 16))
            add_opened(urn, wave.id, [Opened(response, "", None, (None,))], lambda: next(ids))
        surveys.mark_closed(main_store(), wave, today=ENDED)
        main_store().commit()
        mix_all(wave.id)
        app.wave = wave
        yield app
        main_store().rollback()


def test_what_was_asked_only_because_of_a_sensitive_answer_goes_with_it(followed):
    retain(main_store(), ends(6))

    assert responses_of(followed.wave) == [{"rooms": 3}]


def test_each_question_has_its_own_end_and_texts_too(followed):
    found = [(case.questions, case.due) for case in questions_due(ends(6))]

    assert found == [
        (("story",), ends(3)),
        (("illness",), ends(6)),
    ]


def test_nobody_reads_how_many_of_few_families_answered_a_sensitive_question(followed):
    said = retain(main_store(), ends(6))

    assert ["weniger als 10 Antworten von Familien" in each for each in said] == [True, True]
    assert {each.entry["number"] for each in deletions.every(main_store())} == {0}


def test_no_byte_of_a_deleted_answer_is_left_in_the_urn(followed):
    before = raw_urn()

    retain(main_store(), ends(6))

    assert str(MARKER).encode() in before
    assert str(MARKER).encode() not in raw_urn()


def test_sensitive_answers_never_outlive_the_others(followed):
    months = {"register": 1, "texts": 2, "responses": 4, "datasets": 12}
    retention.change_plan(main_store(), Actor(), followed.wave.survey, months)

    dues = retention.due_questions(main_store(), followed.wave, months)

    assert [(due.day, [each.id for each in due.questions]) for due in dues] == [
        (ends(4), ["illness"])
    ]


def test_a_run_that_stopped_is_finished_for_exactly_its_questions(followed):
    (case, _) = questions_due(ends(6))
    deletion_log.append(main_store(), case.facts("begun", ENDED), "Begonnen.")

    retain(main_store(), ends(3) - timedelta(days=1))

    assert said_in(followed.wave) == {"illness", "care", "rooms"}
    assert retention.subject_of(retention.QUESTIONS, ("story",)).count(
        main_store(), followed.wave.id
    ) == (0, 0)
