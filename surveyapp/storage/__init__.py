"""What is kept, and the only code that knows the tables."""

from surveyapp.storage import tables as tables  # mapped before the first query
