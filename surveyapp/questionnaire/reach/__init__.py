"""The search for families: for every part of a questionnaire, one who meets it, or the proof of none."""
