"""Translations as files that translators know: a table, XLIFF 2.0 and PO."""
