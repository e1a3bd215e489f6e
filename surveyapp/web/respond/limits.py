"""How often one network may do something on families' pages: asked before it, counted after it."""

from __future__ import annotations

from collections.abc import Callable
from time import time

from surveyapp.services.limits import Sender, What, limiter
from surveyapp.ui.network import network

clock: Callable[[], float] = time
"""The one clock of these pages, in seconds."""


def sender() -> Sender:
    """Return whom the limits of families' pages count: the network, and nobody in it."""
    return Sender(network=network())


def seconds_to_wait(what: What) -> int:
    """Return how long this network has to wait; 0 where it does not."""
    return limiter().wait(what, sender(), clock())


def note(what: What) -> None:
    """Count what this request has done."""
    limiter().note(what, sender(), clock())
