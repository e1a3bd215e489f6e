"""What the product keeps when machines fail: real services on real stores, broken on purpose."""
