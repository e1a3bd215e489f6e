"""Conditions of our language that readers of several formats write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ALWAYS, NEVER = "1 == 1", "1 == 0"
"""Conditions that always and never hold, as some authors switch questions on and off."""


def listed(codes: Iterable[str]) -> str:
    """Return codes as a list."""
    inner = ", ".join(f"'{code}'" for code in codes)
    return f"[{inner}]"


def one_of(name: str, codes: Sequence[str]) -> str:
    """Return the condition that an answer is one of some codes."""
    if not codes:
        return NEVER
    return f"{name} == '{codes[0]}'" if len(codes) == 1 else f"{name} in {listed(codes)}"
