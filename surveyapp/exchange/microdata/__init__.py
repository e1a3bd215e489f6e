"""Treated rows of families as one archive: for SPSS, Stata, R and programs, with all that explains them."""
