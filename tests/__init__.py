"""The tests mirror the tree; `python3 -m tests` runs them all."""
