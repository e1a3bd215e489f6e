"""Regular expressions of PHP as ours: RE2, and the whole of a text must match."""

from __future__ import annotations

import re2

MAX_LENGTH = 500
"""Longest pattern in characters."""

_FLAGS = frozenset("imsu")


def re2_of(written: str) -> str | None:
    """Return a pattern such as ``/^[0-9]+$/i``, or None where RE2 cannot say it."""
    written = written.strip()
    if len(written) < 3 or len(written) > MAX_LENGTH or written[0].isalnum():
        return None
    closing = {"(": ")", "{": "}", "[": "]", "<": ">"}.get(written[0], written[0])
    end = written.rfind(closing)
    body, flags = written[1:end], written[end + 1 :]
    if end < 1 or not set(flags) <= _FLAGS:
        return None
    kept = "".join(sorted(set(flags) - {"u"}))
    pattern = (f"(?{kept})" if kept else "") + _whole(body.replace(f"\\{closing}", closing))
    return pattern if _is_readable(pattern) else None


def _whole(body: str) -> str:
    """Let a pattern that may match anywhere match the whole text."""
    if "|" in body:
        return f"[\\s\\S]*?(?:{body})[\\s\\S]*?"
    is_bound = body.endswith("$") and not body.endswith("\\$")
    before, after = "" if body.startswith("^") else "[\\s\\S]*?", "" if is_bound else "[\\s\\S]*?"
    return before + body + after


def _is_readable(pattern: str) -> bool:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options=options)
    except re2.error:
        return False
    return True
