"""Questionnaires of ONS eQ, written after its rules: one for every construct."""

from __future__ import annotations

from tests.exchange.eq import asking, lists, ways
from tests.exchange.eq.building import Json

SURVEYS: dict[str, Json] = {
    "answers": asking.answers(),
    "personal": asking.personal(),
    "details": asking.details(),
    "exclusive": asking.exclusive(),
    "routing": ways.routing(),
    "groups": ways.groups(),
    "old_rules": ways.old_rules(),
    "operators": ways.operators(),
    "variants": ways.variants(),
    "household": lists.household(),
    "driving": lists.driving(),
    "dynamic": lists.dynamic(),
    "sums": lists.sums(),
    "calculations": lists.calculations(),
    "dates": asking.dates(),
    "confirmation": asking.confirmation(),
    "reading": asking.reading(),
    "placeholders": asking.placeholders(),
    "hub": ways.hub(),
    "facts": ways.facts(),
    "supplied": lists.supplied(),
    "codes": asking.codes(),
}
"""Every questionnaire by what it is about."""
