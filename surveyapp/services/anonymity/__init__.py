"""Attacks on the product's own anonymity, with everything its operator has."""
