"""What people run by hand: no tests, though each has some of its own."""
