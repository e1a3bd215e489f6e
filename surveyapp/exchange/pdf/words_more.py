"""More languages."""
MORE = {}
