"""What the web server may log: its own start, stop and failures, never who asked for what."""

from __future__ import annotations

from gunicorn.glogging import Logger


class QuietLogger(Logger):  # type: ignore[misc]
    """The server's logger without addresses of people and pages."""

    def access(self, *_request: object) -> None:
        """Log no request."""

    def warning(self, msg: str, *args: object, **options: object) -> None:
        """Leave out refused requests, whose sentence names the sender's network address."""
        if not msg.startswith("Invalid request"):
            super().warning(msg, *args, **options)

    def exception(self, msg: str, *args: object, **options: object) -> None:
        """Log a failure without the address of the page that was asked for."""
        if msg.startswith("Error handling request"):
            super().error("Error handling request")
        else:
            super().exception(msg, *args, **options)
