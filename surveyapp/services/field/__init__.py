"""The field of a survey: making it, planning whom it asks, watching answers come, going on by itself."""
