"""The tests mirror the tree; `python3 -m tests` runs them all."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The top of the clone."""
