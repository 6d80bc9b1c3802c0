"""The body: clocks now, pins later. Knows nothing of the store."""
