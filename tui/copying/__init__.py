"""``steadyhand copy``: the code on a reliable medium, away from the car."""
