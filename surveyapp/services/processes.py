"""Recognising a process again: its number alone is given to others once it has ended."""

from __future__ import annotations

import os
from pathlib import Path


def mark(process: int) -> str:
    """Return words by which a living process can be recognised, also after a restart of the machine."""
    return f"{process} {_birth(process)}"


def own_mark() -> str:
    """Return the mark of this process."""
    return mark(os.getpid())


def is_running(marked: str) -> bool:
    """Say whether the very process that was marked is still running."""
    number, _, birth = marked.partition(" ")
    return bool(birth) and _birth(int(number)) == birth


def _birth(process: int) -> str:
    """Return when a process began, in ticks of the kernel's clock; empty where none is running.

    A process that has ended and waits for its parent does not count as running.
    """
    try:
        facts = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return _birth_without_kernel_files(process)
    # The name in brackets may hold blanks and brackets itself; the state follows it.
    state, *rest = facts.rpartition(")")[2].split()
    return "" if state in {"Z", "X"} else rest[18]


def _birth_without_kernel_files(process: int) -> str:
    """Ask for the process itself, on machines that do not show processes as files."""
    if Path("/proc/self/stat").exists():
        return ""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        return "unknown"
    return "unknown"
