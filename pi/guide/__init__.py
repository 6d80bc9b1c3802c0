"""Finding a lost code: where to look, whom to ask. It derives nothing and sends nothing."""
