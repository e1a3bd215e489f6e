"""The console command ``surveyapp``."""


def main() -> None:
    """Run the console command."""
