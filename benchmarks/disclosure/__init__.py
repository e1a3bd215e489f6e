"""Attacks on released figures, counted: who is found, how often, and what the intervals are worth."""
