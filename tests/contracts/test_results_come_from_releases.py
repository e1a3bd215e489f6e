"""Whoever shows results reads released figures: nothing that shows any can reach an answer."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ANSWERS = {
    "surveyapp.storage.responses",
    "surveyapp.storage.tables",
    "surveyapp.services.build_dataset",
    "surveyapp.services.release_results",
    "surveyapp.services.release_special",
    "analytics.dataset",
    "analytics.estimate",
    "analytics.release",
}
"""What holds answers, or makes figures of them."""

FORBIDDEN = {"urn_reading", "urn_store"}

SHOWING = [
    *sorted((ROOT / "surveyapp" / "web" / "results").glob("*.py")),
    *sorted((ROOT / "analytics" / "figures").glob("*.py")),
    ROOT / "surveyapp" / "web" / "staff" / "releases.py",
    ROOT / "surveyapp" / "web" / "staff" / "specials.py",
    ROOT / "surveyapp" / "services" / "show_results.py",
    ROOT / "surveyapp" / "services" / "list_results.py",
    ROOT / "surveyapp" / "services" / "feedback.py",
]


def imported(path):
    """Return every module and every name a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            for alias in node.names:
                yield from (alias.name, f"{node.module}.{alias.name}")


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_shows_results_can_reach_an_answer(path):
    found = set(imported(path))

    assert not found & (ANSWERS | FORBIDDEN)


def test_the_look_at_imports_would_see_one_inside_a_function(tmp_path):
    path = tmp_path / "sly.py"
    path.write_text("def show():\n    from surveyapp.storage import responses\n", encoding="utf-8")

    found = set(imported(path))

    assert found & ANSWERS == {"surveyapp.storage.responses"}
