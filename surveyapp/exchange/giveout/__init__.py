"""Questionnaires given out: one module for each format, listed in ``exchange.writers``."""
