"""Wordings of a draft as translators work on them: one by one, beside the German they are made from."""
