"""The registry of question types."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import surveyapp
from surveyapp.questionnaire.types import KINDS
from tests.questionnaire.mini import NAMES, mini

SOURCE = Path(surveyapp.__file__).parent
TYPES = SOURCE / "questionnaire" / "types"


def compared_words(path):
    """Return the texts that a file compares something with, or looks for in something."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare):
            yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
        if isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant):
            yield node.value.value


def test_no_code_outside_the_registry_asks_for_a_question_type():
    # Other formats and the register have words of their own, some of them the same.
    own = (TYPES, SOURCE / "exchange", SOURCE / "region")
    files = [path for path in SOURCE.rglob("*.py") if not {*own} & {*path.parents}]

    guilty = {
        f"{path.relative_to(SOURCE)}: {word}"
        for path in files
        for word in compared_words(path)
        if word in set(KINDS) - {"text"}
    }
    asking = [path.name for path in files if "question.type ==" in path.read_text(encoding="utf-8")]

    assert len(files) > 20
    assert guilty == set()
    assert asking == []


def test_every_type_stands_in_one_file_of_its_name():
    files = {path.stem for path in TYPES.glob("*.py")} - {"__init__", "kind", "entry"}

    assert files == set(KINDS)
    assert {Path(inspect.getfile(type(kind))).stem for kind in KINDS.values()} == files


def test_every_type_is_shown_by_a_mini_questionnaire():
    minis = [mini(name) for name in NAMES]
    asked = [question for each in minis for page in each.pages for question in page.questions]
    asked += [question for each in minis if each.contact for question in each.contact.questions]

    assert {question.type for question in asked} == set(KINDS)
