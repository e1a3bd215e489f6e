"""More languages."""

MORE = {}
