"""Keying sheets of paper: what is typed, the form to type it into, and the two entries of a sheet."""
