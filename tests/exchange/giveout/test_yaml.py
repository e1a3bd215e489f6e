"""Our own format comes back as it went out."""

from __future__ import annotations

import pytest

from surveyapp.exchange.writers import WRITERS
from surveyapp.questionnaire import document
from tests.exchange.giveout.samples import NAMES, plain


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_reads_as_the_same_questionnaire(name):
    questionnaire = plain(name)

    written = WRITERS["yaml"].write(questionnaire, "de").decode()

    assert document.parse(written) == questionnaire
