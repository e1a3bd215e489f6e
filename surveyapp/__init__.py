"""A survey and needs-assessment platform for counties."""

VERSION = "0.1.0"
"""Version of this program, the one of ``pyproject.toml``: files that go out say it."""
