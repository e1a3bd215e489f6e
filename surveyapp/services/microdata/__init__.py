"""Treated rows of families for one named office: asking for them, making them, giving them."""
