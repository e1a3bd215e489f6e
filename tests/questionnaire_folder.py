"""The mini-questionnaires of the tests, placed where the library looks for questionnaires."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveyapp.questionnaire import library

HERE = Path(__file__).parent / "questionnaires"
PRODUCT = Path(__file__).parent.parent / "questionnaires"
BROKEN = HERE / "rules"
MENDED = re.compile(r"^( *)(?:.*?)  # healthy: (.*)$")


def healthy(rule: str) -> str:
    """Return the document that breaks a rule, its mistake mended as the remark beside it says."""
    lines = []
    for line in (BROKEN / f"{rule}.yaml").read_text(encoding="utf-8").splitlines():
        found = MENDED.match(line)
        if found is None:
            lines.append(line)
        elif found[2] != "nothing":
            lines.append(found[1] + found[2])
    return "\n".join(lines) + "\n"


@pytest.fixture
def mini_questionnaires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the library find the mini-questionnaires beside those of the product."""
    folder = tmp_path / "questionnaires"
    for path in HERE.glob("*.yaml"):
        (folder / path.stem).mkdir(parents=True)
        (folder / path.stem / "1.yaml").symlink_to(path)
    for path in (HERE / "images").glob("*/"):
        (folder / path.name / "images").symlink_to(path)
    for path in PRODUCT.glob("*/"):
        (folder / path.name).symlink_to(path)
    monkeypatch.setattr(library, "_folder", lambda: folder)
    yield folder
    library.load.cache_clear()
