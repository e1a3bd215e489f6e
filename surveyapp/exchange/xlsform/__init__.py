"""XLSForms: the questionnaires of ODK, KoboToolbox, SurveyCTO, Ona and Survey123."""
