"""The tests that the security table names are there."""

import ast
from pathlib import Path

from surveyapp.services.documents.baseline import REQUIREMENTS

TESTS = Path(__file__).parents[1]


def test_every_test_the_security_table_names_exists():
    there = {
        node.name
        for path in TESTS.rglob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }

    named = {name for each in REQUIREMENTS for name in each.tests}

    assert len(named) > 15
    assert named - there == set()
