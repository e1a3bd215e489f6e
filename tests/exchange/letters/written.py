"""Letters to write in tests."""

from __future__ import annotations

from datetime import date
from random import Random

from surveyapp.access.codes import new_code, written
from surveyapp.exchange.letters.model import Letter, Occasion

ADDRESS = "https://umfrage.kyffhaeuser.de/f/familien-kyffhaeuser/#"


def some_letters(number, *, stratum="", reserve=0, seed=1):
    """Return letters and, behind them, reserve codes."""
    chance = Random(seed)
    found = []
    for serial in range(1, number + reserve + 1):
        code = new_code(chance)
        found.append(Letter(serial, stratum, serial > number, written(code), f"{ADDRESS}{code}"))
    return found


def an_occasion(**changes):
    """Return what letters of the demo county say."""
    said = {
        "county": "Kyffhäuserkreis",
        "title": "Familienumfrage im Kyffhäuserkreis",
        "short_address": "umfrage.kyffhaeuser.de/f/familien-kyffhaeuser",
        "minutes": 15,
        "closes_on": date(2026, 12, 15),
        "languages": ("de", "en"),
        "contact": "Frau Beispiel\n03632 741-0",
    }
    return Occasion(**{**said, **changes})
