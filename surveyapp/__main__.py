"""Run the command line: ``python -m surveyapp``."""

from surveyapp.cli import main

main()
