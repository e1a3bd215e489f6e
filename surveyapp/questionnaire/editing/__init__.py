"""Editing a questionnaire: operations on its document, each an edit that can be kept, merged and undone.

A document is edited as a ``Tree``: plain dictionaries and lists, as JSON has them, in the canonical form
of ``document.write``. What an author wrote beside the questionnaire is not part of it: comments, anchors,
blank lines and the layout of a YAML file are lost with the first edit; every value stays.

Elements are addressed by ids, not by positions: ``question/age/option/u3`` stays the same wherever the
question is moved. See ``spots.py`` for all addresses and ``operations.py`` for all operations.
"""
