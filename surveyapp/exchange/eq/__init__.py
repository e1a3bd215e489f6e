"""Questionnaires of ONS eQ: the JSON that eq-questionnaire-runner asks."""
