"""The mini-questionnaires of the tests, placed where the library looks for questionnaires."""

from __future__ import annotations

import re
from functools import lru_cache
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


_load = lru_cache(maxsize=None)(library.load.__wrapped__)
"""What the library holds with the mini-questionnaires in it: the same for every test that wants them."""


@pytest.fixture(scope="session")
def both_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the mini-questionnaires beside the questionnaires of the product."""
    folder = tmp_path_factory.mktemp("questionnaires")
    for path in HERE.glob("*.yaml"):
        (folder / path.stem).mkdir(parents=True)
        (folder / path.stem / "1.yaml").symlink_to(path)
    for path in (HERE / "images").glob("*/"):
        (folder / path.name / "images").symlink_to(path)
    for path in PRODUCT.glob("*/"):
        (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture
def mini_questionnaires(both_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the library find the mini-questionnaires beside those of the product."""
    monkeypatch.setattr(library, "_folder", lambda: both_folders)
    monkeypatch.setattr(library, "load", _load)
    return both_folders
