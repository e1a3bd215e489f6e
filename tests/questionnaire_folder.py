"""The mini-questionnaires of the tests, placed where the library looks for questionnaires."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from surveyapp.questionnaire import library

HERE = Path(__file__).parent / "questionnaires"
PRODUCT = Path(__file__).parent.parent / "questionnaires"


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
