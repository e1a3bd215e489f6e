"""Small functions and files: the figures the house agreed on, measured."""

import ast
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[2]
CODE = ("config.py", "surveyapp", "analytics", "migrations")
MEDIAN_FUNCTION, NINETIETH_FUNCTION, LONGEST_FUNCTION = 10, 30, 60
NINETIETH_FILE, LONGEST_FILE = 300, 500
LONGEST_CONFTEST = 150


def _files():
    for name in CODE:
        path = ROOT / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def _functions():
    for path in _files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", _length(node)


def _length(node):
    """Lines of a function without its docstring."""
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node) is None:
        return lines
    docstring = node.body[0]
    return lines - (docstring.end_lineno - docstring.lineno + 1)


def test_functions_are_small():
    lengths = dict(_functions())

    too_long = {name: size for name, size in lengths.items() if size > LONGEST_FUNCTION}
    assert too_long == {}
    assert median(lengths.values()) <= MEDIAN_FUNCTION
    assert quantiles(lengths.values(), n=10)[-1] <= NINETIETH_FUNCTION


def test_files_are_small():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _files()
    }

    too_long = {name: size for name, size in lengths.items() if size > LONGEST_FILE}
    assert too_long == {}
    assert quantiles(lengths.values(), n=10)[-1] <= NINETIETH_FILE


def test_files_of_tests_are_not_too_long():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "tests").rglob("*.py")
    }

    assert {name: size for name, size in lengths.items() if size > LONGEST_FILE} == {}


def test_shared_fixtures_stay_readable():
    for path in (ROOT / "tests").rglob("conftest.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_CONFTEST
