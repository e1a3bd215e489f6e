"""The product is attacked with everything its operator has: nobody is found, and plants are."""

from pathlib import Path
from random import Random

import pytest

from surveyapp.access.codes import new_code, written
from surveyapp.app import create_app
from surveyapp.services.anonymity import attacks, chance, structure
from surveyapp.services.anonymity.attacks import ATTACKS, Outcome
from surveyapp.services.anonymity.chance import Course
from surveyapp.services.anonymity.doors import doors, sealed
from surveyapp.services.anonymity.rehearsal import open_batches, rehearse, stores_like
from surveyapp.storage.db import REGISTER, URN
from tests.services import plants

FAMILIES = 600
FEW = 100
PROMISED = {attack.name for attack in ATTACKS if attack.is_promised}


def test_nobody_is_linked_in_stores_of_this_product(engine_config):
    with stores_like(engine_config, create_app) as app:
        evidence = rehearse(app, FAMILIES, Random(11), doors())
        with app.app_context():
            findings = structure.check(())

    def again():
        with stores_like(engine_config, create_app) as app:
            return attacks.run_all(rehearse(app, FAMILIES, Random(13), doors()), Random(14))

    outcomes = attacks.confirmed(attacks.run_all(evidence, Random(12)), again)

    assert {name for name in PROMISED if outcomes[name].is_leak} == set()
    assert [finding for finding in findings if finding.is_leak] == []
    assert sum(len(group.responses) for group in evidence.groups) == FAMILIES
    assert sum(len(evidence.families(group.texts)) for group in evidence.groups) == FAMILIES
    assert len(set(evidence.tokens)) == FAMILIES
    assert len(evidence.images) > len(evidence.groups)
    assert evidence.reads_files


def _caught(config, plant=lambda: None, door=sealed, job=open_batches):
    """Return the names of attacks that link somebody, and where structure leaks, after a plant."""
    with stores_like(config, create_app) as app:
        with app.app_context():
            plant()
        evidence = rehearse(app, FEW, Random(5), [door], job=job)
        with app.app_context():
            places = {each.where for each in structure.check(()) if each.is_leak}
    outcomes = attacks.run_all(evidence, Random(6))
    return {name for name in PROMISED if outcomes[name].is_leak}, places


def test_a_few_families_and_no_plant_are_no_finding(engine_config):
    linked, places = _caught(engine_config)
    # What chance finds once, it does not find again.
    again = _caught(engine_config)[0] if linked else set()

    assert (linked & again) | places == set()


def test_a_leak_counts_only_if_it_is_found_again():
    name = min(PROMISED)
    none = {each: Outcome(10, 0.0, 0.1) for each in PROMISED}
    leak = {**none, name: Outcome(10, 0.9, 0.1)}

    assert attacks.confirmed(leak, lambda: leak)[name].is_leak
    assert not attacks.confirmed(leak, lambda: none)[name].is_leak
    assert attacks.confirmed(none, lambda: leak) == none


def test_rows_numbered_by_the_database_are_found(engine_config):
    _, places = _caught(engine_config, plant=lambda: plants.number_rows(URN, "response"))

    assert any(place.startswith("urn.response") for place in places)


@pytest.mark.parametrize("table", ["response", "spent_token"])
def test_a_time_that_fills_itself_is_found(engine_config, table):
    def plant():
        plants.add_column(
            URN,
            table,
            "came",
            "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
            "timestamptz DEFAULT clock_timestamp()",
        )

    _, places = _caught(engine_config, plant=plant)

    assert f"urn.{table}.came" in places


def test_code_and_ballot_in_one_transaction_are_found(engine_config):
    linked, _ = _caught(engine_config, plant=plants.attach_urn, door=plants.in_one_transaction)

    assert "same_transaction" in linked


def test_an_access_log_beside_the_stores_is_found(engine_config):
    linked, places = _caught(engine_config, door=plants.with_an_access_log)

    assert "logs" in linked
    assert any(place.endswith("access.log") for place in places)


def test_responses_that_wait_for_no_others_are_found(engine_config):
    linked, _ = _caught(engine_config, door=plants.one_by_one)

    assert "counts" in linked


def test_a_batch_laid_down_as_it_came_is_found(engine_config):
    plant = plants.InOrder()

    linked, _ = _caught(engine_config, door=plant.door, job=plant.job)

    assert {"stored_columns", "file_order"} <= linked


def test_a_token_beside_its_response_is_found(engine_config):
    linked, places = _caught(
        engine_config,
        plant=lambda: plants.add_column(URN, "response", "token", "BLOB", "bytea"),
        job=plants.keeping_tokens,
    )

    assert "equal_values" in linked
    assert "urn.response.token" in places


def test_answers_kept_readable_before_their_batch_are_found(engine_config):
    linked, places = _caught(
        engine_config,
        plant=lambda: plants.add_table(URN, "kept", "body text"),
        door=plants.keeping_plaintext,
    )

    assert "early_plaintext" in linked
    assert "urn.kept" in places


def test_a_trigger_that_copies_is_found(sqlite_app):
    with sqlite_app.app_context():
        plants.add_table(REGISTER, "seen", "code_hash BLOB PRIMARY KEY) WITHOUT ROWID --")
        with plants.store_engines()[REGISTER].begin() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER note AFTER UPDATE ON invitation "
                "BEGIN INSERT INTO seen VALUES (NEW.code_hash); END"
            )

        found = {finding.what.split()[0] for finding in structure.check(()) if finding.is_leak}

    assert "note" in found


def test_a_key_others_can_read_and_one_without_a_batch_are_found(sqlite_app):
    config = sqlite_app.extensions["surveyapp.config"]
    config.keys.mkdir(mode=0o755)
    (config.keys / ("ab" * 16)).write_bytes(b"k" * 32 + b"wave")

    with sqlite_app.app_context():
        found = [finding.what for finding in structure.check(()) if finding.is_leak]

    assert sum("read by others" in what for what in found) == 2
    assert sum("without a batch" in what for what in found) == 1


LINES = {
    '203.0.113.9 - - [22/Nov/2026:10:00:00] "GET / HTTP/1.1" 200': "a sender's network address",
    '"GET /f/familie-26/ HTTP/1.1" 200': "an address of a page for families",
    f"entered {written(new_code(Random(1)))} twice": "an invitation code",
}


@pytest.mark.parametrize("line", LINES)
def test_a_log_that_tells_of_families_is_found(sqlite_app, tmp_path, line):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "web.txt").write_text(f"started\n{line}\n")

    with sqlite_app.app_context():
        found = [finding.what for finding in structure.check([folder])]

    assert f"1 lines with {LINES[line]}" in found


def test_a_server_that_logs_requests_is_found(sqlite_app, tmp_path):
    process = tmp_path / "processes" / "17"
    process.mkdir(parents=True)
    (process / "cmdline").write_bytes(b"python\0-m\0gunicorn\0--access-logfile\0-\0")

    with sqlite_app.app_context():
        found = structure.check((), Path(tmp_path / "processes"))

    assert [finding.where for finding in found] == ["process 17"]


# Chance


def test_an_ideal_opening_opens_everybody_once():
    course = Course(300, 10, (7, 40, 41, 90, 200, 300))

    groups = chance.ideal_groups(course, Random(1))

    assert sorted(family for group in groups for family in group) == list(range(300))
    assert [len(group) for group in groups] == [0, 30, 0, 50, 110, 110]


def test_chance_of_whole_batches_in_order_is_that_of_two_tries_at_matching():
    course = Course(25 * 40, 1000, (25 * 40,))
    batches = [list(range(start, start + 25)) for start in range(0, 1000, 25)]
    goals = batches
    randomness = Random(3)

    shares = [
        chance.hits([randomness.sample(batch, 25) for batch in batches], goals) / course.families
        for _ in range(100)
    ]

    # The expected larger of two nearly independent Poisson(1) numbers is 1.523.
    assert sum(shares) / 100 == pytest.approx(1.523 / 25, abs=0.003)


def test_a_batch_in_its_order_of_use_is_told_from_chance():
    course = Course(1000, 10, tuple(range(20, 1001, 20)))
    groups = [sorted(group) for group in chance.ideal_groups(course, Random(4))]
    by_chance = chance.chance_of_order(course, Random(5))

    share = chance.found_by_order(groups, course)

    assert share > by_chance.mean() + 0.05
    assert chance.pairs_in_order(groups) == 1
