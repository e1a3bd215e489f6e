"""Questionnaires in the formats of other systems: read, with a report of what changed, and written."""
