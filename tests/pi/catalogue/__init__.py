"""The families: their files, how they are found, and what an owner adds."""
