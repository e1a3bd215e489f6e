"""LimeSurvey: surveys (``.lss``), groups (``.lsg``) and questions (``.lsq``) of every version since 1.9.

The way of a file: ``dump`` (XML to rows), ``source`` (rows to groups and questions), ``kinds`` (one
drafting function for each question type), ``names`` (what an expression may speak of), ``script`` and
``logic`` (ExpressionScript to our expressions), ``wordings`` (HTML and ``{piping}`` to our texts),
``assembly`` (pages and sections) and ``settings`` (what the survey as a whole promises).
"""
