"""The first start, and one more vehicle: one question a screen, nothing saved before the end."""
