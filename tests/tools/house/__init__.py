"""What the house measures, and how much of it may be."""
