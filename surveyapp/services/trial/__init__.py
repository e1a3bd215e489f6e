"""Trying a questionnaire out before anybody is asked: invented families, and links for testers."""
