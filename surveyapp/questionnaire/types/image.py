"""One option of several, each with a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import Flaw
from surveyapp.questionnaire.types.single import Single

FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\.(?:svg|png|jpg|webp)")
"""Names of picture files; they become addresses."""


class Image(Single):
    """One option code; the pictures lie in ``images/`` beside the questionnaire."""

    name: ClassVar[str] = "image"
    option_takes: ClassVar[frozenset[str]] = frozenset({"image"})

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find options without a picture, or with a file name that no address can hold."""
        yield from super().flaws(question, options)
        for place, option in enumerate(options):
            if option.image is None or not FILE_NAME.fullmatch(option.image):
                sentence = f"shows {option.image!r} for {option.code!r}"
                cure = "name a .svg, .png, .jpg or .webp file in images/, in lower case"
                yield Flaw(f"options[{place}].image", sentence, cure)


KIND = Image()
