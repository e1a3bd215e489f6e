"""Documents of a whole wave as columns, many at once; equal to ``questionnaire.encoding`` row by row."""
