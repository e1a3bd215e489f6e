"""Planning: how urgent needs are, what changes of the facilities would mean, where new ones help."""
