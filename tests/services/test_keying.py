"""Sheets of paper keyed twice, compared and put into the urn, on both databases."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from surveyapp.questionnaire.examples import example_answers
