"""One option of a long list, which can be searched."""

from __future__ import annotations

from typing import ClassVar

from surveyapp.questionnaire.types.single import Single


class Dropdown(Single):
    """One option code; only the screen differs from a single choice."""

    name: ClassVar[str] = "dropdown"
    takes_many_options: ClassVar[bool] = True


KIND = Dropdown()
