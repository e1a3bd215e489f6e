"""A county whose every field was filled in by somebody who meant harm."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask

from analytics.released import Area
from surveyapp.access.roles import Role
from surveyapp.questionnaire import document
from surveyapp.questionnaire.examples import example_answers
from surveyapp.services import batches
from surveyapp.storage import publications, releases, surveys
from surveyapp.storage.db import main_store
from tests import builders_figures
from tests.builders import a_response, add_texts, open_all
from tests.corpus.office import Office, carries
from tests.corpus.payloads import POLYGLOT, Supply
from tests.corpus.questionnaire import harmful
from tests.jobs import run_jobs
from tests.staff_journey import COUNTY, an_account, keep_session

V = "/verwaltung"
SLUG = "harm"
SURVEY = f"{V}/befragungen/{SLUG}"
TODAY = date.today()  # noqa: DTZ011 - as the pages


@dataclass
class County:
    """The filled county: who wrote, who may read, and what was made."""

    app: Flask
    office: Office
    secrets: dict[str, str]
