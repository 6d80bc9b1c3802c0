"""The body: clocks, pins, lamps and buzzers. Knows nothing of the store."""
