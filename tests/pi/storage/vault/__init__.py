"""The vault: what opens it, what it holds, and what is wrong with it."""
