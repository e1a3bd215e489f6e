"""The pieces of a file of eQ, found once: sections, groups, blocks, questions, answers and lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from surveyapp.exchange.surveyjs.json_file import Json, items
from surveyapp.exchange.surveyjs.notes import Notes


def obj(value: object) -> Json:
    """Return an object, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


@dataclass(eq=False, slots=True)
class Section:
    """One section."""

    id: str
    json: Json
    path: str
    #: List for each of whose items the section is asked.
    repeats: str | None
    groups: list[Group] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """Return the blocks in order."""
        return [block for group in self.groups for block in group.blocks]


@dataclass(eq=False, slots=True)
class Group:
    """One group of blocks."""

    id: str
    json: Json
    path: str
    section: Section
    blocks: list[Block] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Wording:
    """A question of a block, and the rule that chooses it where the block has several."""

    when: Any
    json: Json
    path: str

    @property
    def fixed(self) -> list[tuple[str, Json]]:
        """Return the answers that stand in the question, each with its path."""
        return _answers(self.json, f"{self.path}.answers")

    @property
    def dynamic(self) -> list[tuple[str, Json]]:
        """Return the answers that are asked for each item of something."""
        inner = obj(self.json.get("dynamic_answers"))
        return _answers(inner, f"{self.path}.dynamic_answers.answers")

    @property
    def answers(self) -> list[tuple[str, Json]]:
        """Return all answers but those that belong to an option."""
        return [*self.dynamic, *self.fixed]


def _answers(of: Json, path: str) -> list[tuple[str, Json]]:
    return [(f"{path}[{n}]", obj(each)) for n, each in enumerate(items(of.get("answers")))]


@dataclass(eq=False, slots=True)
class Block:
    """One block, or a block inside a list collector."""

    id: str
    type: str
    json: Json
    path: str
    section: Section
    group: Group
    #: Place among all blocks; a block inside another one has its place.
    position: int
    parent: Block | None = None
    #: Key of the parent under which it stands.
    role: str = ""

    @property
    def sees(self) -> str | None:
        """Return the list of whose items the block sees one."""
        if self.role in ("add_block", "edit_block", "remove_block", "repeating_blocks"):
            return str(obj(self.parent.json if self.parent else {}).get("for_list", ""))
        return self.section.repeats

    @property
    def wordings(self) -> list[Wording]:
        """Return the questions of the block, one of which is asked."""
        if isinstance(self.json.get("question"), dict):
            return [Wording(None, self.json["question"], f"{self.path}.question")]
        return [
            Wording(
                obj(each).get("when"),
                obj(obj(each).get("question")),
                f"{self.path}.question_variants[{n}].question",
            )
            for n, each in enumerate(items(self.json.get("question_variants")))
        ]


@dataclass(eq=False, slots=True)
class Answer:
    """One answer, as it stands in one question."""

    id: str
    type: str
    json: Json
    path: str
    block: Block
    wording: Wording
    #: Asked for each item of something.
    is_dynamic: bool = False
    #: Value of the option it explains.
    detail_of: tuple[str, str] | None = None


SUB_BLOCKS = ("add_block", "edit_block", "remove_block", "add_or_edit_block", "unrelated_block")
"""Keys under which a block holds another one."""


@dataclass(slots=True)
class Source:
    """A whole file."""

    survey: Json
    notes: Notes
    sections: list[Section] = field(default_factory=list)
    #: Blocks on the way, and those inside others as well.
    blocks: dict[str, Block] = field(default_factory=dict)
    inner: list[Block] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    answers: dict[str, list[Answer]] = field(default_factory=dict)

    @property
    def way(self) -> list[Block]:
        """Return the blocks that are not inside others, in order."""
        return [block for section in self.sections for block in section.blocks]

    @property
    def metadata(self) -> frozenset[str]:
        """Return the names of what the launching system would say."""
        named = (obj(each).get("name") for each in items(self.survey.get("metadata")))
        return frozenset(str(name) for name in named)

    @property
    def supplied_lists(self) -> frozenset[str]:
        """Return the lists another system would fill."""
        supplied = obj(self.survey.get("supplementary_data"))
        return frozenset(str(each) for each in items(supplied.get("lists")))

    def collectors(self, name: str, *types: str) -> list[Block]:
        """Return the blocks of some types that belong to a list."""
        return [b for b in self.way if b.type in types and b.json.get("for_list") == name]

    @property
    def lists(self) -> frozenset[str]:
        """Return the lists that something fills."""
        collected = (b.json.get("for_list") for b in self.way if b.type == "ListCollector")
        return frozenset(str(each) for each in collected) | self.supplied_lists

    def answer(self, answer_id: object) -> Answer | None:
        """Return an answer as it stands first."""
        found = self.answers.get(str(answer_id))
        return found[0] if found else None

    def every_block(self) -> Iterator[Block]:
        """Iterate over all blocks, those inside others after them."""
        for block in self.way:
            yield block
            yield from (each for each in self.inner if each.parent is block)


def found_in(survey: Json, notes: Notes) -> Source:
    """Return the pieces of a file, whose shape was found sound."""
    source = Source(survey, notes)
    for n, each in enumerate(items(survey.get("sections"))):
        said = obj(each)
        repeat = obj(said.get("repeat")).get("for_list")
        section = Section(str(said.get("id")), said, f"sections[{n}]", repeat and str(repeat))
        source.sections.append(section)
        for m, inner in enumerate(items(said.get("groups"))):
            _add_group(source, section, obj(inner), f"{section.path}.groups[{m}]")
    for block in [*source.way, *source.inner]:
        for wording in block.wordings:
            _add_answers(source, block, wording)
    return source


def _add_group(source: Source, section: Section, said: Json, path: str) -> None:
    group = Group(str(said.get("id")), said, path, section)
    section.groups.append(group)
    source.groups.setdefault(group.id, group)
    for n, each in enumerate(items(said.get("blocks"))):
        block = _block(obj(each), f"{path}.blocks[{n}]", group, len(source.blocks))
        group.blocks.append(block)
        source.blocks.setdefault(block.id, block)
        for role in SUB_BLOCKS:
            if isinstance(block.json.get(role), dict):
                inner = _block(block.json[role], f"{block.path}.{role}", group, block.position)
                inner.parent, inner.role = block, role
                source.inner.append(inner)
        for m, one in enumerate(items(block.json.get("repeating_blocks"))):
            path_of = f"{block.path}.repeating_blocks[{m}]"
            inner = _block(obj(one), path_of, group, block.position)
            inner.parent, inner.role = block, "repeating_blocks"
            source.inner.append(inner)


def _block(said: Json, path: str, group: Group, position: int) -> Block:
    kind = str(said.get("type"))
    return Block(str(said.get("id")), kind, said, path, group.section, group, position)


def _add_answers(source: Source, block: Block, wording: Wording) -> None:
    dynamic = {path for path, _ in wording.dynamic}
    for path, said in wording.answers:
        answer_id = str(said.get("id"))
        answer = Answer(
            answer_id, str(said.get("type")), said, path, block, wording, path in dynamic
        )
        source.answers.setdefault(answer_id, []).append(answer)
        for n, option in enumerate(items(said.get("options"))):
            detail = obj(obj(option).get("detail_answer"))
            if detail:
                inner = Answer(
                    str(detail.get("id")),
                    str(detail.get("type")),
                    detail,
                    f"{path}.options[{n}].detail_answer",
                    block,
                    wording,
                    path in dynamic,
                    (answer_id, str(obj(option).get("value"))),
                )
                source.answers.setdefault(inner.id, []).append(inner)


def references(value: Any, path: str) -> Iterator[tuple[str, Json]]:  # noqa: ANN401 - JSON
    """Iterate over everything inside a value that takes its value from elsewhere."""
    waiting: list[tuple[str, Any]] = [(path, value)]
    while waiting:
        where, each = waiting.pop()
        if isinstance(each, dict):
            if isinstance(each.get("source"), str):
                yield where, each
            waiting += [(f"{where}.{key}", inner) for key, inner in reversed(each.items())]
        elif isinstance(each, list):
            waiting += [(f"{where}[{n}]", inner) for n, inner in reversed(list(enumerate(each)))]


def identifiers(reference: Json) -> list[str]:
    """Return what a reference names: one thing or several."""
    named = reference.get("identifier")
    return [str(each) for each in named] if isinstance(named, list) else [str(named)]
