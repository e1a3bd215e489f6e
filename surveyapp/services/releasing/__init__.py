"""The parts of a release: margins of the register, supply, and what the figures are about."""
