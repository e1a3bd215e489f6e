"""Limits: counted together, without a trace of who was counted."""

from __future__ import annotations

import hashlib
import os
import re
import signal
from ipaddress import ip_address
from pathlib import Path

import pytest

from surveyapp.services import shared_memory
from surveyapp.services.limits import LIMITS, Limiter, Sender, What, Whom
from surveyapp.services.shared_memory import SharedMemory

HOME = Sender(network=ip_address("91.12.34.56").packed)
AWAY = Sender(network=ip_address("2003:de:9715::").packed[:8])
NOON = 1_800_000_000 // 86400 * 86400 + 43200


def limit_of(what, whom):
    return next(limit for limit in LIMITS if (limit.what, limit.whom) == (what, whom))


def test_a_network_may_do_so_much_and_then_waits_while_others_do_not():
    limiter, limit = Limiter(), limit_of(What.WISH, Whom.NETWORK)
    for second in range(limit.number):
        assert limiter.wait(What.WISH, HOME, NOON + second) == 0
        limiter.note(What.WISH, HOME, NOON + second)

    wait = limiter.wait(What.WISH, HOME, NOON + 60)

    assert 0 < wait <= 2 * limit.seconds
    assert limiter.wait(What.WISH, AWAY, NOON + 60) == 0
    assert limiter.wait(What.WISH, HOME, NOON + 60 + wait) == 0
    assert limiter.wait(What.WISH, HOME, NOON + 60 + wait - 2) > 0


def test_a_border_between_two_windows_gives_no_double_helping():
    limiter, limit = Limiter(), limit_of(What.WISH, Whom.NETWORK)
    for _ in range(limit.number):
        limiter.note(What.WISH, HOME, NOON + limit.seconds - 1)

    limiter.note(What.WISH, HOME, NOON + limit.seconds + 1)

    assert limiter.wait(What.WISH, HOME, NOON + limit.seconds + 1) > limit.seconds // 11


def test_what_lies_two_windows_back_is_forgotten():
    limiter, limit = Limiter(), limit_of(What.WISH, Whom.NETWORK)
    for _ in range(limit.number):
        limiter.note(What.WISH, HOME, NOON)

    assert limiter.wait(What.WISH, HOME, NOON + 2 * limit.seconds) == 0


def test_all_together_have_a_limit_that_no_number_of_networks_gets_around():
    limiter, limit = Limiter(), limit_of(What.WISH, Whom.EVERYBODY)
    for number in range(limit.number):
        limiter.note(What.WISH, Sender(network=number.to_bytes(8, "big")), NOON)

    assert limiter.wait(What.WISH, AWAY, NOON) > 0
    assert limiter.wait(What.WISH, Sender(), NOON) > 0


def test_a_flood_of_networks_pushes_out_senders_but_not_what_counts_everybody():
    limiter = Limiter()
    for number in range(40_000):
        limiter.note(What.WRONG_CODE, Sender(network=number.to_bytes(8, "big")), NOON)

    assert limiter.wait(What.WRONG_CODE, AWAY, NOON) > 0


def test_whoever_is_not_known_counts_with_everybody_only():
    limiter = Limiter()
    for _ in range(limit_of(What.WISH, Whom.NETWORK).number + 1):
        limiter.note(What.WISH, Sender(), NOON)

    assert limiter.wait(What.WISH, Sender(), NOON) == 0


def test_warm_begins_before_the_limit():
    limiter, limit = Limiter(), limit_of(What.BALLOT, Whom.NETWORK)
    for _ in range(limit.warm - 1):
        limiter.note(What.BALLOT, HOME, NOON)
    before = limiter.is_warm(What.BALLOT, HOME, NOON)

    limiter.note(What.BALLOT, HOME, NOON)

    assert not before
    assert limiter.is_warm(What.BALLOT, HOME, NOON)
    assert limiter.wait(What.BALLOT, HOME, NOON) == 0
    assert not limiter.is_warm(What.BALLOT, AWAY, NOON)


def test_a_new_day_has_a_new_key_and_no_senders():
    limiter, limit = Limiter(), limit_of(What.SIGN_IN, Whom.NETWORK)
    for _ in range(limit.number):
        limiter.note(What.SIGN_IN, HOME, NOON + 43199)
    key = limiter.dump()[:32]

    wait = limiter.wait(What.SIGN_IN, HOME, NOON + 43200)

    assert wait == 0
    assert limiter.dump()[:32] != key
    assert set(limiter.dump()[36 + 16 * len(LIMITS) :]) == {0}


@pytest.mark.parametrize("address", ["91.12.34.56", "2003:de:9715:aa01:1c5e:30ff:fe00:1"])
def test_the_memory_holds_neither_an_address_nor_its_plain_hash(address):
    packed = ip_address(address).packed
    limiter, name = Limiter(), packed[:8]
    account = b"planung@example.org"

    for what in What:
        limiter.note(what, Sender(name, account), NOON)

    held = limiter.dump()
    for secret in (packed, name, account, address.encode()):
        digests = [getattr(hashlib, kind)(secret).digest() for kind in ("md5", "sha1", "sha256")]
        for trace in (secret, *digests):
            assert trace not in held
            assert trace[:8] not in held
            assert trace[:8][::-1] not in held
    assert set(held[36 + 16 * len(LIMITS) :]) != {0}


def test_forked_workers_count_together():
    limiter = Limiter()
    for _ in range(2):
        child = os.fork()
        if child == 0:
            for _ in range(5):
                limiter.note(What.SIGN_IN, Sender(account=b"a"), NOON)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0

    assert limiter.wait(What.SIGN_IN, Sender(account=b"a"), NOON) > 0


def test_a_worker_killed_while_it_counts_stops_no_other(monkeypatch):
    monkeypatch.setattr(shared_memory, "PATIENCE", 0.01)
    memory = SharedMemory(16)
    child = os.fork()
    if child == 0:
        with memory.locked():
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    with memory.locked() as found:
        found[0] = 1
    with memory.locked() as found:
        assert found[0] == 1


def test_the_guide_for_operators_names_every_limit():
    guide = (Path(__file__).parents[2] / "docs/operating.md").read_text(encoding="utf-8")
    table = guide.partition("## Limits")[2].partition("Whoever is over")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    written = dict(zip(What, rows, strict=True))

    for limit in LIMITS:
        numbers = re.findall(r"\d+", written[limit.what])
        assert str(limit.number) in numbers, limit
        assert limit.seconds == 3600 or str(limit.seconds // 60) in numbers, limit
