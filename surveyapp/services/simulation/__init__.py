"""Simulated families: for the demo, tests and load, never mixed with real ones."""
