"""A backup comes back: found on a stick, read in, opened by its own secret, and told of."""
