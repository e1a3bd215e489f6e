"""From a YAML file to a questionnaire, or to sentences that say what to mend."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from surveyapp.questionnaire import catalogues, contact, model
from surveyapp.questionnaire.expression import ExpressionError
from surveyapp.questionnaire.expression import parse as parse_expression
from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.types import KINDS
from surveyapp.questionnaire.types.text import is_pattern
from surveyapp.questionnaire.written import expressions, questions

Place = tuple[str | int, ...]
"""Keys and positions that lead to a value in the file."""

MAX_BYTES = 2_000_000
"""Largest file that is read; ours have 100 kB."""


MAX_VALUES = 200_000
"""Largest number of values, repeated ones counted each time; ours have 8 000."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a file."""

    #: Line, counted from 1; 0 for the file as a whole.
    line: int
    #: Where in the document, as ``pages[2].questions[0].type``.
    path: str
    sentence: str
    cure: str

    def __str__(self) -> str:
        """Return the problem as one line of a report."""
        where = f"line {self.line}: " if self.line else ""
        at = f"{self.path} " if self.path else ""
        return f"{where}{at}{self.sentence}; {self.cure}."


class DocumentError(ValueError):
    """A file is no questionnaire; ``problems`` says why, each with line, path and cure."""

    def __init__(self, file: Path, problems: Sequence[Problem]) -> None:
        """Collect the problems of one file."""
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))


def read(path: Path) -> Questionnaire:
    """Read a questionnaire with the translations that stand beside it.

    Raises
    ------
    DocumentError
        If the file is missing, not UTF-8, not YAML or not a questionnaire, or a translation is no PO.
    """
    return _joined(parse(_text(path), path), path)


def whole(path: Path) -> str:
    """Return a questionnaire as one document with all its languages, as it is published.

    Raises
    ------
    DocumentError
        As ``read``.
    """
    text = _text(path)
    return write(read(path)) if catalogues.catalogues_of(path) else text


def _joined(questionnaire: Questionnaire, path: Path) -> Questionnaire:
    beside = catalogues.catalogues_of(path)
    if not beside:
        return questionnaire
    try:
        found = {language: catalogues.read(file) for language, file in beside.items()}
    except catalogues.CatalogueError as error:
        problem = Problem(0, "", str(error), "or take the file away")
        raise DocumentError(path, [problem]) from None
    return catalogues.joined(questionnaire, found)


_ANY_FILE = Path("questionnaire.yaml")


def parse(text: str, path: Path = _ANY_FILE) -> Questionnaire:
    """Read a questionnaire from text; ``path`` names it in messages."""
    try:
        return _parsed(text)
    except DocumentError as error:
        raise DocumentError(path, error.problems) from None


@lru_cache(maxsize=8)
def _parsed(text: str) -> Questionnaire:
    """Read each text once: a large one takes a second, and checking, showing, asking all read it."""
    path = _ANY_FILE
    content = _from_json(text)
    if content is None:
        content = _from_yaml(text, path)
    if not isinstance(content, dict):
        cure = "start with id, version and title, see docs/questionnaires.md"
        raise DocumentError(path, [Problem(0, "", "the file holds no keys", cure)])
    put_in = next((key for key in _PUT_IN if key in content), None)
    if put_in is not None:
        sentence = "comes from the wave and its county, not from a file"
        problem = Problem(line_of(text, put_in), put_in, sentence, "remove it")
        raise DocumentError(path, [problem])
    try:
        questionnaire = _adapter().validate_python(content)
    except ValidationError as error:
        raise DocumentError(path, tuple(_problems(error, _yaml().compose(text)))) from None
    unusable = tuple(_unusable(questionnaire, text)) or tuple(_unreadable(questionnaire, text))
    if unusable:
        raise DocumentError(path, unusable)
    return questionnaire


def _from_json(text: str) -> Any:  # noqa: ANN401 - JSON
    """Return what a JSON text says, which is YAML as well but read fifty times as fast; else None."""
    if not text.startswith("{"):
        return None
    try:
        return json.loads(text, object_pairs_hook=_said_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None  # the reader of YAML says where it is wrong


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(word: str) -> float:
    message = f"{word} is no number of a questionnaire"
    raise ValueError(message)


def _from_yaml(text: str, path: Path) -> Any:  # noqa: ANN401 - YAML
    try:
        yaml = _yaml()
        node = yaml.compose(text)
        problem = _overgrown(node)
        content = None if problem or node is None else yaml.constructor.construct_document(node)
    except (YAMLError, RecursionError, ValueError) as error:
        raise DocumentError(path, [_yaml_problem(error)]) from None
    if problem:
        raise DocumentError(path, [problem])
    return content


_PUT_IN = ("facts", "areas")
"""Fields of a questionnaire that no file may hold."""


def _unusable(questionnaire: Questionnaire, text: str) -> Iterator[Problem]:
    """Find questions that cannot be asked: unknown types, persons named beside their answers."""
    for path, question, _ in questions(questionnaire):
        for key, sentence, cure in _unusable_question(question, may_be_personal=False):
            yield Problem(line_of(text, f"{path}.{key}"), f"{path}.{key}", sentence, cure)
    for n, question in enumerate(questionnaire.contact.questions if questionnaire.contact else ()):
        path = f"contact.questions[{n}]"
        for key, sentence, cure in _unusable_question(question, may_be_personal=True):
            yield Problem(line_of(text, f"{path}.{key}"), f"{path}.{key}", sentence, cure)


def _unreadable(questionnaire: Questionnaire, text: str) -> Iterator[Problem]:
    """Find expressions that cannot be read; the types of all questions must be known."""
    for path, sentence, cure in contact.faults(questionnaire):
        yield Problem(line_of(text, path), path, sentence, cure)
    for written in expressions(questionnaire):
        try:
            parse_expression(written.text)
        except ExpressionError as error:
            cure = "see Expressions in docs/questionnaires.md"
            yield Problem(
                line_of(text, written.path), written.path, f"has a mistake: {error}", cure
            )


def _unusable_question(
    question: Question, *, may_be_personal: bool
) -> Iterator[tuple[str, str, str]]:
    """Find key, sentence and cure of what would stop one question from being asked."""
    if question.type not in KINDS:
        sentence = f"is {question.type!r}, which is no question type"
        yield "type", sentence, f"write one of {', '.join(KINDS)}"
    elif KINDS[question.type].is_personal and not may_be_personal:
        sentence = f"is {question.type!r}, which names a person beside its answers"
        yield "type", sentence, "ask for it in the contact form"
    if question.pattern is not None and not is_pattern(question.pattern):
        cure = "write one that RE2 reads; it knows no look-ahead and no back reference"
        yield "pattern", f"is {question.pattern!r}, which is no regular expression", cure


def write(questionnaire: Questionnaire) -> str:
    """Write a questionnaire so that reading it gives the same one; what was not said stays out."""
    stream = StringIO()
    yaml = YAML()
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(_plain(questionnaire), stream)
    return stream.getvalue()


def _plain(value: Any) -> Any:  # noqa: ANN401 - YAML
    """Return a value as YAML writes it: groups of scalars on one line, the rest in blocks."""
    if is_dataclass(value):
        said = (
            (each.name, getattr(value, each.name)) for each in fields(value) if is_said(each, value)
        )
        return CommentedMap((name, _plain(inner)) for name, inner in said)
    if isinstance(value, Mapping):
        return _short(CommentedMap((str(key), _plain(inner)) for key, inner in value.items()))
    if isinstance(value, tuple):
        return _short(CommentedSeq(_plain(each) for each in value))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        # Left bare at the start of a text in a group on one line, these cannot be read again.
        return SingleQuotedScalarString(value) if value.startswith((":", "?")) else str(value)
    return value


def is_said(each: Field[Any], value: object) -> bool:
    """Say whether a part of a questionnaire differs from what holds where nothing is said."""
    default = each.default_factory() if each.default_factory is not MISSING else each.default
    return bool(getattr(value, each.name) != default)


def _short(found: CommentedMap | CommentedSeq) -> CommentedMap | CommentedSeq:
    """Put a group on one line where it holds nothing but a few words."""
    parts = list(found.values()) if isinstance(found, CommentedMap) else list(found)
    is_flat = all(not isinstance(part, CommentedMap | CommentedSeq) for part in parts)
    if is_flat and sum(len(str(part)) for part in parts) < 80:
        found.fa.set_flow_style()
    return found


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``parse`` takes, as far as types say it."""
    return _adapter().json_schema()


def line_of(text: str, path: str) -> int:
    """Return the line of a dotted path such as ``pages[2].questions[0].show``; 0 if unknown."""
    return lines_of(text, [path])[0]


def lines_of(text: str, paths: Sequence[str]) -> tuple[int, ...]:
    """Return the lines of dotted paths; the text is read once."""
    node = _yaml().compose(text) if paths else None
    return tuple(_line(node, _place(path)) for path in paths)


def _place(path: str) -> Place:
    parts = path.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdecimal() else part for part in parts if part)


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    return yaml


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problem = Problem(0, "", "there is no such file", "check the name")
    except IsADirectoryError:
        problem = Problem(0, "", "this is a folder", "name one file, such as 1.yaml")
    except OSError as error:
        problem = Problem(
            0, "", f"the file cannot be opened ({error.strerror})", "check its rights"
        )
    else:
        return _decoded(path, content)
    raise DocumentError(path, [problem])


def _decoded(path: Path, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        problem = Problem(0, "", f"the file has {len(content)} bytes", f"keep below {MAX_BYTES}")
        raise DocumentError(path, [problem])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = Problem(line, "", "the file is not UTF-8", "save it with the encoding UTF-8")
        raise DocumentError(path, [problem]) from None


def _overgrown(root: Node | None) -> Problem | None:
    """Find that anchors make a short file long without end, before anything reads it out."""
    sizes: dict[int, int] = {}

    def size(node: Node | None) -> int:
        """Count a value with all in it; one that is still being counted contains itself."""
        if id(node) not in sizes:
            sizes[id(node)] = MAX_VALUES + 1
            sizes[id(node)] = 1 + sum(size(part) for part in _parts(node))
        return sizes[id(node)]

    if size(root) <= MAX_VALUES:
        return None
    sentence = f"contains itself, or repeats itself to more than {MAX_VALUES} values"
    return Problem(0, "", sentence, "write the lists out instead of pointing with * to an anchor")


def _parts(node: Node | None) -> Iterator[Node]:
    for part in node.value if isinstance(node, MappingNode | SequenceNode) else ():
        yield from part if isinstance(part, tuple) else (part,)


def _yaml_problem(error: Exception) -> Problem:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    line = mark.line + 1 if mark is not None else 0
    said = (error.problem if isinstance(error, MarkedYAMLError) else None) or str(error)
    cure = "check indentation, colons and quotes; a text with “: ” or “{” at its start needs quotes"
    return Problem(line, "", f"this is not YAML ({' '.join(said.split())})", cure)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Questionnaire]:
    for name in _CLASSES:
        # The model stays free of pydantic; this only tells it to refuse keys it does not know.
        strict = ConfigDict(extra="forbid", allow_inf_nan=False)
        setattr(getattr(model, name), "__pydantic_config__", strict)  # noqa: B010
    return TypeAdapter(Questionnaire)


_CLASSES = (
    *("Planning", "Option", "Row", "Variant", "Constraint", "Question", "ItemList", "Page"),
    *("Section", "ContactForm", "Indicator", "Axis", "Pair", "Tie", "Questionnaire"),
)


def _problems(error: ValidationError, node: Node | None) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_context=True):
        place = each["loc"]
        key = str(place[-1]) if place else ""
        sentence, cure = _explain(each["type"], key, each.get("input"), each.get("ctx", {}))
        yield Problem(_line(node, place), _dotted(place), sentence, cure)


def _explain(type_: str, key: str, given: object, context: Mapping[str, Any]) -> tuple[str, str]:
    shown = repr(given)[:60]
    sentences = {
        "missing": ("is missing", f"add {key}: …"),
        "unexpected_keyword_argument": ("is a key nobody knows", "check its spelling or remove it"),
        "string_type": (f"must be text, not {shown}", "put it in quotes"),
        "enum": (f"is {shown}", f"write one of {context.get('expected', '')}"),
        "dataclass_type": (f"must be a group of keys, not {shown}", "write “key: value” lines"),
        "tuple_type": (
            f"must be a list, not {shown}",
            "write [a, b] or lines that begin with “- ”",
        ),
        "mapping_type": (f"must be a group of keys, not {shown}", "write {de: …, en: …}"),
        "dict_type": (f"must be a group of keys, not {shown}", "write {de: …, en: …}"),
    }
    number = (f"must be a number, not {shown}", "write digits without quotes")
    truth = (f"must be true or false, not {shown}", "write true or false")
    by_stem = {"int": number, "float": number, "bool": truth}
    other = (f"cannot be {shown}", "see docs/questionnaires.md for what is meant here")
    return sentences.get(type_) or by_stem.get(type_.partition("_")[0]) or other


def _dotted(place: Place) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")


def _line(node: Node | None, place: Place) -> int:
    """Return the line of a value, or of the innermost thing around it that exists."""
    line = 0
    for part in (*place, None):
        if node is None:
            break
        line = node.start_mark.line + 1
        key, node = _step_into(node, part)
        line = key.start_mark.line + 1 if key is not None else line
    return line


def _step_into(node: Node, part: str | int | None) -> tuple[Node | None, Node | None]:
    if isinstance(node, MappingNode):
        return next(((k, v) for k, v in node.value if k.value == str(part)), (None, None))
    is_inside = isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value)
    return None, node.value[part] if is_inside else None
