"""Making rows of families safe to hand to one office: k-anonymity, l-diversity, and what it cost."""
