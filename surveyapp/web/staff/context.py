"""What the staff pages show, as typed values."""

from __future__ import annotations
