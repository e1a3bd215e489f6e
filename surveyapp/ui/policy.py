"""What a page may load and who may show it, as its Content-Security-Policy says."""

from __future__ import annotations

from collections.abc import Mapping

_DIRECTIVES: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    # Plotly sets empty style attributes; this is the hash of the empty string.
    "style-src": "'self' 'unsafe-hashes' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def _written(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


USUAL = _written(_DIRECTIVES)
"""Every page: nothing foreign, nothing inline, in nobody's frame."""

WITH_FRAME = _written({**_DIRECTIVES, "frame-src": "'self'"})
"""A staff page that shows one of our own pages in a frame."""

IN_FRAME = _written(
    {
        **_DIRECTIVES,
        "worker-src": "'none'",
        "connect-src": "'none'",
        "manifest-src": "'none'",
        "frame-ancestors": "'self'",
    }
)
"""The preview of a family's page: our own pages may frame it. It can neither fetch nor keep a worker, so
that nothing of it is stored or sent, whatever its scripts do on a real page."""
