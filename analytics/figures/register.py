"""Every kind of figure by its name; what all of them promise is checked in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from analytics.figure import Figure

_Asked = ParamSpec("_Asked")

KINDS: dict[str, Callable[..., Figure]] = {}
"""Name of each kind, as it stands in addresses, and the function that draws it."""


def kind(name: str) -> Callable[[Callable[_Asked, Figure]], Callable[_Asked, Figure]]:
    """Enter a function that draws a kind of figure in the register.

    Parameters
    ----------
    name
        Name of the kind; each may be given once.

    Returns
    -------
    Callable
        Decorator that leaves the function as it is.

    Raises
    ------
    ValueError
        If another kind has the name already.
    """

    def entered(draw: Callable[_Asked, Figure]) -> Callable[_Asked, Figure]:
        if name in KINDS:
            message = f"the kind of figure {name!r} exists: {KINDS[name].__name__}; name it anew"
            raise ValueError(message)
        KINDS[name] = draw
        return draw

    return entered
