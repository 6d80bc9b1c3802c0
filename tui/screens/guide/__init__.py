"""The guide for an owner without the code: where to look, whom to ask, and what was found."""
