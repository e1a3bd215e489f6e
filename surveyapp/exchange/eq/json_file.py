"""What tells a questionnaire of ONS eQ from every other JSON file."""

from __future__ import annotations

import json

from surveyapp.exchange.surveyjs.json_file import decoded

_OWN_KEYS = frozenset(
    {"mime_type", "schema_version", "data_version", "survey_id", "questionnaire_flow", "theme"}
    | {"legal_basis", "form_type", "metadata", "post_submission", "individual_response", "sections"}
)
"""Keys at the top of a questionnaire of eQ."""

_SURE = 3
"""So many keys of eQ at the top of a file make it one."""

_OTHERS = frozenset({"pages", "elements"})
"""Keys at the top of a survey of SurveyJS."""

_MIME_TYPE = b"application/json/ons/eq"


def looks_like(content: bytes, file_name: str) -> bool:  # noqa: ARG001 - the shape of every format
    """Say whether a file is a questionnaire of eQ, whole or broken."""
    if not content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"{"):
        return False
    text = decoded(content)
    try:
        found = None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if found is None:
        return _looks_broken(content.replace(b"\x00", b""))
    if not isinstance(found, dict):
        return False
    own = _OWN_KEYS & set(found)
    if _OTHERS & set(found):
        return "sections" in found and len(own) >= _SURE
    return len(own) >= _SURE or found.get("mime_type") == _MIME_TYPE.decode()


def _looks_broken(content: bytes) -> bool:
    """Say whether a file that cannot be read was meant to be a questionnaire of eQ."""
    if _MIME_TYPE in content:
        return True
    named = sum(f'"{key}"'.encode() in content for key in _OWN_KEYS)
    return named >= _SURE and not any(f'"{key}"'.encode() in content for key in _OTHERS)
