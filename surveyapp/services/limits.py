"""How often something may be done: counted for a while, without keeping who did it.

A sender is a keyed hash of 8 bytes in memory that all workers share. The key is random, lies in the
same memory only, and changes every day and with every start; with it go all counts of senders. Nothing
of this is ever written to a file, so no backup, log or database can tell who was here.
"""

from __future__ import annotations

import hmac
import math
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from mmap import mmap
from struct import Struct

from flask import current_app

from surveyapp.services.shared_memory import SharedMemory

EXTENSION = "surveyapp.limits"
DAY = 24 * 3600


class What(StrEnum):
    """What is counted."""

    #: A well written code that opens nothing.
    WRONG_CODE = "wrong_code"
    #: Answers to a survey that is open to anybody.
    BALLOT = "ballot"
    #: The same, where somebody helps one family after another on one device.
    HELPED = "helped"
    #: The same, sent without a computed proof.
    UNPROVEN = "unproven"
    #: A receipt with which answers are taken back, right or not.
    RECEIPT = "receipt"
    #: A draft that was put aside on the server.
    SAVED = "saved"
    #: Contact data that were left.
    WISH = "wish"
    #: A sign-in that failed.
    SIGN_IN = "sign_in"
    #: A wrong second factor or spare code, asked for where the password was right.
    SECOND_FACTOR = "second_factor"
    #: A challenge for a passkey, a sign-in at the county, or a link of an invitation that opens nothing.
    DOOR = "door"
    #: A look a program takes with its token.
    PROGRAM = "program"
    #: A token that opens nothing.
    UNKNOWN_PROGRAM = "unknown_program"


class Whom(StrEnum):
    """Whose doings are counted together."""

    NETWORK = "network"
    ACCOUNT = "account"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Limit:
    """How often ``what`` may be done within any ``seconds``; from ``warm`` on with some effort."""

    what: What
    whom: Whom
    number: int
    seconds: int
    warm: int | None = None


LIMITS: tuple[Limit, ...] = (
    # Typing mistakes do not count; a centre with many old letters behind one address stays below.
    Limit(What.WRONG_CODE, Whom.NETWORK, 30, 900),
    # At this pace, guessing for two months finds one of 20,000 codes with a chance of 1 in 300,000.
    Limit(What.WRONG_CODE, Whom.EVERYBODY, 2000, 3600),
    # Parents' evenings answer together behind one address.
    Limit(What.BALLOT, Whom.NETWORK, 60, 3600, warm=6),
    Limit(What.BALLOT, Whom.EVERYBODY, 3000, 3600, warm=150),
    # Somebody who helps sends the answers of a whole day at once, and no family is there to compute.
    Limit(What.HELPED, Whom.NETWORK, 60, 3600, warm=40),
    Limit(What.HELPED, Whom.EVERYBODY, 600, 3600, warm=100),
    Limit(What.UNPROVEN, Whom.NETWORK, 12, 3600),
    Limit(What.UNPROVEN, Whom.EVERYBODY, 150, 3600),
    # Each one that is right lets the urn be written anew.
    Limit(What.RECEIPT, Whom.NETWORK, 10, 3600),
    Limit(What.RECEIPT, Whom.EVERYBODY, 200, 3600),
    # Each takes some kilobytes for two weeks.
    Limit(What.SAVED, Whom.NETWORK, 40, 3600),
    Limit(What.SAVED, Whom.EVERYBODY, 1000, 3600),
    Limit(What.WISH, Whom.NETWORK, 10, 3600),
    Limit(What.WISH, Whom.EVERYBODY, 300, 3600),
    # No limit for everybody: a stranger must not be able to lock all staff out.
    Limit(What.SIGN_IN, Whom.ACCOUNT, 10, 900),
    Limit(What.SIGN_IN, Whom.NETWORK, 50, 900),
    # Only who knows the password comes so far. Six digits, three of which fit at a time: guessing
    # for a day finds them with a chance of 1 in 700.
    Limit(What.SECOND_FACTOR, Whom.ACCOUNT, 5, 900),
    Limit(What.SECOND_FACTOR, Whom.NETWORK, 50, 900),
    Limit(What.DOOR, Whom.NETWORK, 100, 900),
    # Several programs of one office, each with its token, ask from behind one address.
    Limit(What.PROGRAM, Whom.ACCOUNT, 600, 900),
    Limit(What.PROGRAM, Whom.NETWORK, 3000, 900),
    # Nobody guesses 256 bits; this keeps programs that were set up wrongly from knocking for ever.
    Limit(What.UNKNOWN_PROGRAM, Whom.NETWORK, 60, 900),
)
"""All limits; the documents repeat them in a table."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who does something; what is empty is not limited on its own."""

    network: bytes = b""
    account: bytes = b""

    def of(self, whom: Whom) -> bytes | None:
        """Return the name this sender is counted under; None where it is not known."""
        names = {Whom.NETWORK: self.network, Whom.ACCOUNT: self.account}
        return b"" if whom is Whom.EVERYBODY else names[whom] or None


@dataclass(frozen=True, slots=True)
class _Count:
    """What happened in the current and in the previous window of one limit."""

    tag: int = 0
    #: Begin of the current window, in seconds.
    began: int = 0
    now: int = 0
    before: int = 0

    def at(self, limit: Limit, moment: float) -> _Count:
        """Return the count in the window that ``moment`` lies in."""
        began = int(moment // limit.seconds) * limit.seconds
        if began == self.began:
            return self
        before = self.now if began - self.began == limit.seconds else 0
        return _Count(self.tag, began, 0, before)

    def number(self, limit: Limit, moment: float) -> float:
        """Return how much lies within the last ``limit.seconds``, earlier doings evenly spread."""
        return self.now + self.before * (1 - (moment - self.began) / limit.seconds)

    def wait(self, limit: Limit, moment: float) -> int:
        """Return the seconds until the limit leaves room, 0 if it does now."""
        if self.number(limit, moment) < limit.number:
            return 0
        end, earlier = self.began, self.before
        room = limit.number - self.now
        if room <= 0:
            end, earlier, room = self.began + limit.seconds, self.now, limit.number
        free = end + limit.seconds * (1 - room / earlier)
        return max(1, math.floor(free - moment) + 1)


_COUNT = Struct("<QIHH")
_KEY_BYTES = 32
_DAY = Struct("<I")
_HEAD = _KEY_BYTES + _DAY.size
_WAYS = 8
_BUCKETS = 4096
_MOST = 2**16 - 1


class Limiter:
    """Counts what happens, in half a megabyte that never grows."""

    def __init__(self, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._random_bytes = random_bytes
        self._shared = _HEAD + len(LIMITS) * _COUNT.size
        self._memory = SharedMemory(self._shared + _BUCKETS * _WAYS * _COUNT.size)
        with self._memory.locked() as memory:
            memory[:_KEY_BYTES] = random_bytes(_KEY_BYTES)

    def wait(self, what: What, sender: Sender, now: float) -> int:
        """Return after how many seconds the sender may do this; 0 for at once."""
        counts = self._counts(what, sender, now)
        return max((count.wait(limit, now) for limit, count in counts), default=0)

    def is_warm(self, what: What, sender: Sender, now: float) -> bool:
        """Say whether this happens so often that it shall cost some effort."""
        return any(
            limit.warm is not None and count.number(limit, now) >= limit.warm
            for limit, count in self._counts(what, sender, now)
        )

    def note(self, what: What, sender: Sender, now: float) -> None:
        """Count once more what the sender has done."""
        with self._memory.locked() as memory:
            self._renew(memory, now)
            for limit, tag, place in self._places(memory, what, sender):
                count = self._read(memory, tag, place).at(limit, now)
                more = min(count.now + 1, _MOST)
                _COUNT.pack_into(memory, place, tag, count.began, more, count.before)

    def forget(self, what: What, sender: Sender) -> None:
        """Forget what the sender has done; what all have done together stays counted."""
        with self._memory.locked() as memory:
            for limit, _tag, place in self._places(memory, what, sender):
                if limit.whom is not Whom.EVERYBODY:
                    _COUNT.pack_into(memory, place, 0, 0, 0, 0)

    def dump(self) -> bytes:
        """Return all that is remembered, for tests of what is not."""
        with self._memory.locked() as memory:
            return memory[:]

    def _counts(self, what: What, sender: Sender, now: float) -> list[tuple[Limit, _Count]]:
        with self._memory.locked() as memory:
            self._renew(memory, now)
            return [
                (limit, self._read(memory, tag, place).at(limit, now))
                for limit, tag, place in self._places(memory, what, sender)
            ]

    def _renew(self, memory: mmap, now: float) -> None:
        """Begin each day with a new key and no senders."""
        today = int(now // DAY)
        if _DAY.unpack_from(memory, _KEY_BYTES)[0] == today:
            return
        memory[:_KEY_BYTES] = self._random_bytes(_KEY_BYTES)
        _DAY.pack_into(memory, _KEY_BYTES, today)
        memory[self._shared :] = bytes(_BUCKETS * _WAYS * _COUNT.size)

    def _places(self, memory: mmap, what: What, sender: Sender) -> Iterator[tuple[Limit, int, int]]:
        """Yield each limit that counts, the tag of the sender, and where its count lies."""
        for row, limit in enumerate(LIMITS):
            name = sender.of(limit.whom)
            if limit.what is not what or name is None:
                continue
            if limit.whom is Whom.EVERYBODY:
                yield limit, row + 1, _HEAD + row * _COUNT.size
                continue
            message = f"{limit.what}/{limit.whom}/".encode() + name
            digest = hmac.digest(bytes(memory[:_KEY_BYTES]), message, "sha256")
            tag = int.from_bytes(digest[:8], "little") or 1
            yield limit, tag, self._place(memory, tag)

    def _place(self, memory: mmap, tag: int) -> int:
        """Return where a sender is counted; where all places are taken, the oldest is given up.

        A flood from very many networks can so push single ones out, but not what counts everybody.
        """
        first = self._shared + tag % _BUCKETS * _WAYS * _COUNT.size
        places = range(first, first + _WAYS * _COUNT.size, _COUNT.size)
        found = {place: _Count(*_COUNT.unpack_from(memory, place)) for place in places}
        known = (place for place, count in found.items() if count.tag == tag)
        oldest = min(found, key=lambda place: (found[place].began, found[place].now))
        return next(known, oldest)

    def _read(self, memory: mmap, tag: int, place: int) -> _Count:
        count = _Count(*_COUNT.unpack_from(memory, place))
        return count if count.tag == tag else _Count(tag)


def limiter() -> Limiter:
    """Return the limiter of the running application."""
    found: Limiter = current_app.extensions[EXTENSION]
    return found
