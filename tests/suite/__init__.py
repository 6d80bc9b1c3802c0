"""How the suite is run: what is chosen, how it is spread, what is told at the end."""
