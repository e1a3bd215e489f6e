"""Questionnaires of the SurveyJS library: its JSON as a questionnaire of ours."""
