"""The copies off the car: which there are, and the ways to make one."""
