"""XLSForm."""
def write(questionnaire, language):
    return b"", ()
