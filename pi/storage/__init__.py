"""The files: one SQLite database, the journal in it, and the vault in it."""
