"""The radio's rules: press plans, lockouts, families, and what is folded from events."""
