"""The attacks: each tries to join codes, in their order of use, with opened responses or texts.

One row of ``ATTACKS`` is one attack: a pure function of what was gathered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from surveyapp.services.anonymity import joins, readings
from surveyapp.services.anonymity.chance import (
    Chance,
    Course,
    chance_of_matching,
    chance_of_order,
    chance_of_pairs,
    found_by_order,
    hits,
    pairs_in_order,
)
from surveyapp.services.anonymity.evidence import Evidence
from surveyapp.services.anonymity.readings import Finds

ALLOWED = 0.02
"""How far above pure chance an attack may come: sampling error of some thousand families."""

SURE = 3
"""With fewer families chance strays further: by so many of its standard deviations."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attack ended."""

    #: Families it was tried on; 0 where there was nothing to try it on.
    tried: int
    #: Share of them that was joined rightly, in [0, 1].
    linked: float
    #: Share that pure chance joins with the same guess.
    chance: float
    #: How much more than chance is still sampling error.
    allowed: float = ALLOWED
    #: What was found best, or why nothing was tried.
    remark: str = ""

    @property
    def is_leak(self) -> bool:
        """Say whether the attack found more than chance."""
        return self.tried > 0 and self.linked > self.chance + self.allowed


@dataclass(frozen=True, slots=True)
class Ground:
    """The evidence, and what chance finds in it."""

    evidence: Evidence
    order: Chance
    pairs: Chance
    matching: Chance

    @property
    def course(self) -> Course:
        """Return when ballots were opened."""
        return self.evidence.course


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack and what is told of it."""

    name: str
    #: What it has, among the groups of the published figures.
    group: str
    title: str
    run: Callable[[Ground], Outcome]
    #: False for what is not promised: it is measured and told, and fails nothing.
    is_promised: bool = True


def ground_of(evidence: Evidence, randomness: Random) -> Ground:
    """Return the evidence with its chances, simulated once for all attacks."""
    course = evidence.course
    return Ground(
        evidence,
        chance_of_order(course, randomness),
        chance_of_pairs(course, randomness),
        chance_of_matching(course, randomness),
    )


def _against(chance: Chance, shares: Mapping[str, float], families: int) -> Outcome:
    """Return the best of several finds beside the best that chance would make of as many."""
    best = max(shares, key=shares.__getitem__)
    allowed = max(ALLOWED, SURE * chance.spread())
    expected = chance.best_of(len(shares))
    return Outcome(families, shares[best], expected, allowed, f"best: {best}")


_NOTHING_TO_READ = Outcome(0, 0, 0, remark="nothing to read")


def _best(ground: Ground, finds: Finds) -> Outcome:
    """Lay responses in every order that was found, and count what the best one gives away."""
    if not finds:
        return _NOTHING_TO_READ
    shares = {name: found_by_order(groups, ground.course) for name, groups in finds.items()}
    return _against(ground.order, shares, ground.course.families)


def _pairs(ground: Ground) -> Outcome:
    """Count the pairs of one batch that any find tells in order."""
    evidence = ground.evidence
    finds = {
        **readings.stored(evidence),
        **readings.hidden(evidence),
        **readings.at_rest(evidence),
        **readings.while_mixing(evidence),
    }
    shares = {name: pairs_in_order(groups) for name, groups in finds.items()}
    return _against(ground.pairs, shares, ground.course.families)


def _backups(ground: Ground) -> Outcome:
    """Compare daily backups: which codes were used, and which responses came, between two of them."""
    evidence, course = readings.by_backup(ground.evidence), ground.course
    bounds = [dump.mixed for dump in evidence.dumps]
    days = Course(course.families, course.together, tuple(dump.uses for dump in evidence.dumps))
    finds = {**readings.stored(evidence), **readings.hidden(evidence)}
    shares = {name: found_by_order(groups, days) for name, groups in finds.items()}
    chance = chance_of_order(course, Random(1), bounds=bounds, days=days)  # noqa: S311 - repeatable
    return _against(chance, shares, course.families)


def _texts_in_order(ground: Ground) -> Outcome:
    """Lay texts and responses of a batch side by side, in every order found of both."""
    pairs = readings.texts_beside_responses(ground.evidence)
    families = ground.course.families
    shares = {name: hits(texts, responses) / families for name, (texts, responses) in pairs.items()}
    return _against(ground.matching, shares, families)


def _nothing_expected(tried: int, found: Iterable[int], remark: str = "") -> Outcome:
    """Return the outcome of an attack that by chance finds nobody."""
    number = len(set(found))
    return Outcome(tried, number / tried if tried else 0.0, 0.0, 0.0, remark)


def _dead_copies(ground: Ground) -> Outcome:
    found = readings.copied_twice(ground.evidence)
    return _nothing_expected(ground.course.families, found)


def _early_plaintext(ground: Ground) -> Outcome:
    found = readings.readable_early(ground.evidence)
    number = len(ground.evidence.images)
    return _nothing_expected(ground.course.families, found, f"{number} copies with answers in them")


def _same_transaction(ground: Ground) -> Outcome:
    evidence = ground.evidence
    if evidence.kind == "sqlite":
        remark = f"{evidence.commits} commits watched"
        return _nothing_expected(evidence.course.families, evidence.joint_commits, remark)
    tried, found = joins.same_transaction(evidence)
    return _nothing_expected(tried, found, "rows of the open batch, by xmin")


def _neighbours(ground: Ground) -> Outcome:
    if ground.evidence.kind == "sqlite":
        return Outcome(0, 0, 0, remark="SQLite numbers no transactions")
    found = joins.neighbouring_transactions(ground.evidence)
    return _nothing_expected(ground.course.families, found)


def _equal_values(ground: Ground) -> Outcome:
    tried, found = joins.equal_values(ground.evidence)
    return _nothing_expected(ground.course.families, found, f"{tried} values and hashes compared")


def _equal_texts(ground: Ground) -> Outcome:
    found = joins.equal_text_values(ground.evidence)
    return _nothing_expected(ground.course.families, found)


def _logs(ground: Ground) -> Outcome:
    evidence = ground.evidence
    found, lines = joins.named_in_files(evidence)
    number = max(len(found), min(lines, evidence.course.families))
    remark = f"{len(evidence.files)} files; {lines} lines with an address or page of a family"
    return _nothing_expected(evidence.course.families, range(number), remark)


def _counts(ground: Ground) -> Outcome:
    tried, found = readings.counted_at_once(ground.evidence)
    return _nothing_expected(tried, found)


def _lengths(ground: Ground) -> Outcome:
    tried, linked, chance, lengths = joins.lengths(ground.evidence)
    remark = f"lengths of sealed ballots: {', '.join(map(str, lengths))} bytes"
    return Outcome(tried, linked, chance, remark=remark)


def _language(ground: Ground) -> Outcome:
    tried, linked, chance = joins.languages(ground.evidence)
    return Outcome(tried, linked, chance, remark="a rare language tells a text from others")


def _open_batch(ground: Ground) -> Outcome:
    evidence = ground.evidence
    waiting = max(len(dump.tables.get("urn.sealed_ballot", ())) for dump in evidence.dumps)
    remark = f"at most {waiting} families at one moment"
    return Outcome(waiting, 1.0, 1 / max(waiting, 1), remark=remark)


ATTACKS: Sequence[Attack] = (
    Attack(
        "file_order",
        "database",
        "place of responses and texts in the files, copied after every opening",
        lambda ground: _best(ground, readings.at_rest(ground.evidence)),
    ),
    Attack(
        "stored_columns",
        "database",
        "order of every stored column of responses and texts",
        lambda ground: _best(ground, readings.stored(ground.evidence)),
    ),
    Attack(
        "hidden_columns",
        "postgresql",
        "order of hidden columns: rowid, or xmin, cmin, ctid and time of commit",
        lambda ground: _best(ground, readings.hidden(ground.evidence)),
    ),
    Attack("pairs", "database", "pairs of one batch in order, by any of these", _pairs),
    Attack("dead_copies", "database", "answers left in free pages or dead rows", _dead_copies),
    Attack(
        "journal_order",
        "journal",
        "order in journals and write-ahead logs while ballots were opened",
        lambda ground: _best(ground, readings.while_mixing(ground.evidence)),
    ),
    Attack(
        "early_plaintext",
        "journal",
        "readable answers in any copy made before their batch was opened",
        _early_plaintext,
    ),
    Attack("same_transaction", "journal", "one transaction for code and ballot", _same_transaction),
    Attack(
        "neighbours",
        "postgresql",
        "transactions of codes and responses that follow each other",
        _neighbours,
    ),
    Attack("backups", "backups", "differences between daily backups", _backups),
    Attack("lengths", "database", "lengths of sealed ballots", _lengths),
    Attack(
        "equal_values",
        "database",
        "equal values, hashes and receipts beside codes, tokens and responses",
        _equal_values,
    ),
    Attack(
        "text_order", "database", "texts beside responses, in every order found", _texts_in_order
    ),
    Attack(
        "text_values", "database", "equal values and hashes of texts and responses", _equal_texts
    ),
    Attack("logs", "logs", "codes, hashes, answers, addresses in logs and other files", _logs),
    Attack("counts", "counts", "numbers that move as soon as a family has answered", _counts),
    Attack(
        "language",
        "limits",
        "texts and responses of one batch in the same rare language",
        _language,
        is_promised=False,
    ),
    Attack(
        "open_batch",
        "limits",
        "the open batch, by whoever holds its key and watched the stores",
        _open_batch,
        is_promised=False,
    ),
)
"""Every attack; a new one is a new row."""


def run_all(evidence: Evidence, randomness: Random) -> dict[str, Outcome]:
    """Run every attack on what was gathered; returns the outcomes by their names."""
    ground = ground_of(evidence, randomness)
    return {attack.name: attack.run(ground) for attack in ATTACKS}


def confirmed(
    outcomes: Mapping[str, Outcome], again: Callable[[], Mapping[str, Outcome]]
) -> dict[str, Outcome]:
    """Let a leak count only if another rehearsal finds it too; ``again`` is called only then.

    Of a dozen attacks, one passes three standard deviations by chance in every few dozen runs. What
    the stores really tell, they tell each time.
    """
    suspects = [a.name for a in ATTACKS if a.is_promised and outcomes[a.name].is_leak]
    second = again() if suspects else {}
    return {**outcomes, **{name: second[name] for name in suspects}}
