"""Who may do what: invitation codes of families, roles of staff. Pure; no database, no session."""
