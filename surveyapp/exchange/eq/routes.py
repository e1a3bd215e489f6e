"""The ways through a file: when each block is seen, whatever jumps lead past it.

eQ walks through the blocks of a section from the first on. A block that is skipped is passed by; a
block that is seen may jump ahead, go back or end the section. A group that is skipped is as good as
gone: whoever jumps into it has reached the end of the section.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from surveyapp.exchange.eq.plan import Plan
from surveyapp.exchange.eq.rules import Rules, Scope
from surveyapp.exchange.eq.source import Block, Group, Section, obj
from surveyapp.exchange.eq.truth import ALWAYS, NEVER, Condition, TooLargeError
from surveyapp.exchange.surveyjs.json_file import items

MOST_ATOMS = 80
"""Most comparisons one way may hang on."""


@dataclass(slots=True)
class Ways:
    """When blocks are seen, and when they stop a family."""

    seen: dict[str, Condition] = field(default_factory=dict)
    #: Rules that lead back from a block, with the blocks they lead to.
    back: dict[str, list[tuple[Condition, Block]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Arrivals:
    """How families come to each block of a section: from the one before, or by a jump."""

    through: list[Condition]
    jumped: list[Condition]


class Router:
    """Works out the ways of one file."""

    def __init__(self, plan: Plan, rules: Rules) -> None:
        """Use the names and rules of a file."""
        self.plan = plan
        self.rules = rules
        self.held = plan.conditions
        self.ways = Ways()

    def section(self, section: Section) -> None:
        """Work out the ways of one section; the sections before it are done."""
        blocks = section.blocks
        size = len(blocks) + 1
        arrivals = _Arrivals([NEVER] * size, [NEVER] * size)
        arrivals.through[0] = ALWAYS
        skipped: dict[str, Condition] = {}
        for place, block in enumerate(blocks):
            try:
                self._step(blocks, place, arrivals, skipped)
            except (TooLargeError, RecursionError):
                self._give_up(blocks, place, arrivals)
            self.plan.seen[block.id] = self.ways.seen[block.id]
            self._say_group_rules(block)

    def _give_up(self, blocks: list[Block], place: int, arrivals: _Arrivals) -> None:
        block = blocks[place]
        rules = str(obj(block.json).get("routing_rules") or block.json.get("skip_conditions"))[:300]
        self.plan.notes.change(
            block.path,
            f"der Weg zu „{block.id}“ und den Blöcken danach ist zu verwickelt und gilt hier nicht:"
            f" sie werden gezeigt; im Original: {rules}",
            f"the way to “{block.id}” and the blocks after it is too intricate and does not hold here:"
            f" they are shown; originally: {rules}",
        )
        self.ways.seen[block.id] = ALWAYS
        arrivals.through[place + 1] = ALWAYS

    def _step(
        self, blocks: list[Block], place: int, arrivals: _Arrivals, skipped: dict[str, Condition]
    ) -> None:
        held, block = self.held, blocks[place]
        scope = Scope(self.plan.list_id(block.section.repeats), block.path)
        gone = self._gone(block.group, scope, skipped)
        through, jumped = arrivals.through[place], arrivals.jumped[place]
        here = held.both(held.either(through, jumped), held.negated(gone))
        skip = self._skip(block.json, scope)
        seen = held.both(here, held.negated(skip))
        if len(held.atoms_of(seen)) > MOST_ATOMS:
            raise TooLargeError
        self.ways.seen[block.id] = self.plan.seen[block.id] = seen
        passing = held.either(held.both(through, gone), held.both(here, skip))
        if "routing_rules" in block.json:
            self._route(blocks, place, seen, arrivals)
        else:
            passing = held.either(passing, seen)
        arrivals.through[place + 1] = held.either(arrivals.through[place + 1], passing)

    def _gone(self, group: Group, scope: Scope, skipped: dict[str, Condition]) -> Condition:
        if group.id not in skipped:
            skipped[group.id] = self._skip(group.json, Scope(scope.list, group.path))
        return skipped[group.id]

    def _skip(self, json: object, scope: Scope) -> Condition:
        said = obj(json).get("skip_conditions")
        if said is None:
            return NEVER
        where = Scope(scope.list, f"{scope.where}.skip_conditions")
        return self.rules.truth(said["when"], where)

    def _route(self, blocks: list[Block], place: int, seen: Condition, arrivals: _Arrivals) -> None:
        held, block = self.held, blocks[place]
        left = seen
        for n, rule in enumerate(items(block.json.get("routing_rules"))):
            scope = Scope(
                self.plan.list_id(block.section.repeats), f"{block.path}.routing_rules[{n}]"
            )
            when = self.rules.truth(rule["when"], scope) if "when" in rule else ALWAYS
            taken, left = held.both(left, when), held.both(left, held.negated(when))
            target = self._target(blocks, rule)
            if target is None:
                continue
            if target > place:
                arrivals.jumped[target] = held.either(arrivals.jumped[target], taken)
            elif taken != NEVER:
                self.ways.back.setdefault(block.id, []).append((when, blocks[target]))

    def _target(self, blocks: list[Block], rule: object) -> int | None:
        """Return the place a rule leads to; None for the end of the section."""
        said = obj(rule)
        if "section" in said:
            return None
        group = self.plan.source.groups.get(str(said.get("group")))
        wanted = group.blocks[0].id if group is not None else said.get("block")
        return next((n for n, block in enumerate(blocks) if block.id == wanted), None)

    def _say_group_rules(self, block: Block) -> None:
        if block is block.group.blocks[-1] and "routing_rules" in block.group.json:
            self.plan.notes.drop(
                f"{block.group.path}.routing_rules",
                "Sprünge am Ende einer Gruppe geht auch eQ nicht; sie entfallen",
                "eQ does not follow jumps at the end of a group either; they are left out",
            )
