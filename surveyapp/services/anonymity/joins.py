"""Joins an attacker makes without any order: equal values, hashes, transactions, lengths, languages."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from surveyapp.services.anonymity.evidence import Dump, Evidence
from surveyapp.services.receipt import RECEIPT_BYTES, response_hash, secret_of, text_hash
from surveyapp.storage.forensics import Row

ADDRESS = re.compile(rb"\b(?:\d{1,3}\.){3}\d{1,3}\b|/f/[a-z0-9-]")
"""A sender's network address, or a page for families."""

NEIGHBOURS = 3
"""Transactions between which two steps of one request may lie."""

_SHORTEST = 8
"""Bytes of the shortest value that is compared: shorter ones are equal by chance."""

_COPIES = 2


# Values


def equal_values(evidence: Evidence) -> tuple[int, set[int]]:
    """Join all that is known of each code with all that stands beside responses and texts.

    Known are the code, its hash, its row in the register, and its sealed ballot and token, which came
    at the same moment; each value as it is, hashed, and turned into a receipt.
    """
    known = _unique(
        (derived, family)
        for value, family in _known_values(evidence)
        for derived in _derived(value, evidence.keys)
    )
    found: set[int] = set()
    for value, family in _held_values(evidence):
        hashed = hashlib.sha256(value).digest()
        if family in {known.get(value), known.get(hashed)}:
            found.add(family)
    return len(known), found


def equal_text_values(evidence: Evidence) -> set[int]:
    """Join texts with responses by equal values and their hashes."""
    responses = [row for group in evidence.groups for row in group.responses]
    texts = [row for group in evidence.groups for row in group.texts]
    known = _unique(
        (derived, family)
        for value, family in _values_of(evidence, responses)
        for derived in _derived(value, evidence.keys)
    )
    return {family for value, family in _values_of(evidence, texts) if known.get(value) == family}


def _known_values(evidence: Evidence) -> Iterator[tuple[bytes, int]]:
    for family, (code, code_hash, token) in enumerate(
        zip(evidence.codes, evidence.code_hashes, evidence.tokens, strict=True)
    ):
        yield from ((each, family) for each in (code.encode(), code_hash, token))
        yield code.replace("-", "").encode(), family
    family_of = {each: number for number, each in enumerate(evidence.code_hashes)}
    family_of |= {each: number for number, each in enumerate(evidence.tokens)}
    for dump in evidence.dumps:
        for row in _rows_of_tables(dump):
            keys = {bytes(value) for value in row.values() if isinstance(value, bytes)}
            whose = {family_of[key] for key in keys & family_of.keys()}
            if len(whose) == 1 and evidence.family(row) is None:
                yield from ((value, family) for value in _comparable(row) for family in whose)


def _rows_of_tables(dump: Dump) -> Iterator[Row]:
    for rows in dump.tables.values():
        yield from rows


def _held_values(evidence: Evidence) -> Iterator[tuple[bytes, int]]:
    for group in evidence.groups:
        yield from _values_of(evidence, (*group.responses, *group.texts))


def _values_of(evidence: Evidence, rows: Iterable[Row]) -> Iterator[tuple[bytes, int]]:
    for row in rows:
        family = evidence.family(row)
        if family is not None:
            yield from ((value, family) for value in _comparable(row))


def _comparable(row: Row) -> Iterator[bytes]:
    for value in row.values():
        if isinstance(value, bytes | str):
            content = value.encode() if isinstance(value, str) else value
            if len(content) >= _SHORTEST:
                yield content


def _derived(value: bytes, keys: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a value, and what an operator can make of it."""
    yield value
    yield value.hex().encode()
    yield hashlib.sha256(value).digest()
    for secret in (value, value[:RECEIPT_BYTES], secret_of(value)):
        yield response_hash(secret)
        yield text_hash(secret, 0)
    for key in keys:
        yield hmac.digest(key, value, "sha256")


def _unique(pairs: Iterable[tuple[bytes, int]]) -> dict[bytes, int]:
    """Return whose each value is, without values that several families have."""
    found: dict[bytes, int] = {}
    shared: set[bytes] = set()
    for value, family in pairs:
        if found.setdefault(value, family) != family:
            shared.add(value)
    return {value: family for value, family in found.items() if value not in shared}


# Transactions of PostgreSQL


def same_transaction(evidence: Evidence) -> tuple[int, set[int]]:
    """Return how many ballots waited, and whose code was used in a transaction that wrote an urn."""
    tried, found = 0, set()
    for dump in evidence.dumps:
        tried += len(dump.tables.get("urn.sealed_ballot", ()))
        written = {
            row["_xmin"]
            for name, rows in dump.tables.items()
            if name.startswith("urn.")
            for row in rows
        }
        users = _users(evidence, dump)
        found |= {family for number, family in users.items() if number in written}
    return tried, found


def neighbouring_transactions(evidence: Evidence) -> set[int]:
    """Return families whose response was written just before or after their code was used."""
    found = set()
    for dump in evidence.dumps:
        users = _users(evidence, dump)
        for row in (*dump.tables["urn.response"], *dump.tables["urn.text_answer"]):
            written = int(str(row["_xmin"]))
            near = range(written - NEIGHBOURS, written + NEIGHBOURS + 1)
            family = evidence.family(row)
            if family is not None and family in {users.get(number) for number in near}:
                found.add(family)
    return found


def _users(evidence: Evidence, dump: Dump) -> dict[int, int]:
    """Return the families whose code was used in a transaction of its own, by its number."""
    family_of = {each: number for number, each in enumerate(evidence.code_hashes)}
    rows = dump.tables["register.invitation"]
    shared = Counter(row["_xmin"] for row in rows)
    return {
        int(str(row["_xmin"])): family_of[row["code_hash"]]
        for row in rows
        if shared[row["_xmin"]] == 1 and row["code_hash"] in family_of
    }


# Files


def named_in_files(evidence: Evidence) -> tuple[set[int], int]:
    """Return families that a log or other file names, and how many lines bear an address or page."""
    content = b"\n".join(evidence.files.values())
    found = set()
    for family, (code, code_hash, token) in enumerate(
        zip(evidence.codes, evidence.code_hashes, evidence.tokens, strict=True)
    ):
        names = (code, code.replace("-", ""), code_hash.hex(), token.hex() or code)
        if any(name.encode() in content for name in names):
            found.add(family)
    found |= {
        family for mark, family in evidence.truth.family_of.items() if mark.encode() in content
    }
    return found, sum(ADDRESS.search(line) is not None for line in content.splitlines())


# Lengths and languages


def lengths(evidence: Evidence) -> tuple[int, float, float, list[int]]:
    """Return families with an unusual length of ballot, how surely it names them, chance, lengths.

    The attacker is taken to know how long each family's answers were.
    """
    usual = Counter(evidence.lengths).most_common(1)[0][0]
    waiting: dict[int, float] = {}
    certain, by_chance = {}, {}
    for (before, moment), group in zip(
        pairwise((0, *evidence.course.moments)), evidence.groups, strict=True
    ):
        waiting |= dict.fromkeys(range(before, moment), 1.0)
        members = evidence.families(group.responses)
        total = sum(waiting.values())
        totals: Counter[int] = Counter()
        for family, weight in waiting.items():
            totals[evidence.lengths[family]] += weight  # type: ignore[assignment]
        for family in members:
            certain[family] = 1 / max(totals[evidence.lengths[family]], 1)
            by_chance[family] = 1 / max(total, 1)
        left = 1 - min(1.0, len(members) / total) if total else 1.0
        waiting = {
            family: weight * left for family, weight in waiting.items() if weight * left > 1e-3
        }
    unusual = [family for family in certain if evidence.lengths[family] != usual] or list(certain)
    return (
        len(unusual),
        _mean(certain, unusual),
        _mean(by_chance, unusual),
        sorted(set(evidence.lengths)),
    )


def _mean(shares: dict[int, float], families: list[int]) -> float:
    return sum(shares[family] for family in families) / len(families) if families else 0.0


def languages(evidence: Evidence) -> tuple[int, float, float]:
    """Return families whose text is in a language that is rare in their batch, and how sure it is."""
    certain, by_chance = {}, {}
    for group in evidence.groups:
        used = Counter(row["language"] for row in group.responses)
        for row in group.responses:
            family = evidence.family(row)
            if family is not None and used[row["language"]] * _COPIES < len(group.responses):
                certain[family] = 1 / used[row["language"]]
                by_chance[family] = 1 / len(group.responses)
    rare = list(certain)
    return len(rare), _mean(certain, rare), _mean(by_chance, rare)
