"""What a county decides to do about a need: states, allowed steps, resolutions. Pure; no database."""
