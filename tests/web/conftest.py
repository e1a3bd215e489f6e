"""A family's client on one open survey."""

from __future__ import annotations

from tests.questionnaire_folder import mini_questionnaires

__all__ = ["mini_questionnaires"]
