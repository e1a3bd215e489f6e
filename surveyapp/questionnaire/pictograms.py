"""The pictograms that come with the product: what a page or question is about, as a simple picture.

They lie in ``questionnaires/pictograms``; each says in its ``<title>`` what it shows.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from surveyapp.questionnaire.catalogues import PLAIN
from surveyapp.questionnaire.model import Questionnaire


@lru_cache
def names() -> frozenset[str]:
    """Return the names of all pictograms."""
    return frozenset(path.stem for path in _folder().glob("*.svg"))


def path_of(name: str) -> Path | None:
    """Return the file of a pictogram; None where there is none of this name."""
    return _folder() / f"{name}.svg" if name in names() else None


def are_shown(questionnaire: Questionnaire, language: str) -> bool:
    """Say whether families who read ``language`` see pictograms: those of plain German always do."""
    return questionnaire.pictograms == "always" or language == PLAIN


def _folder() -> Path:
    return Path(str(resources.files("questionnaires"))) / "pictograms"
