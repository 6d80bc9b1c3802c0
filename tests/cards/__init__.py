"""Memory cards and sticks: loop devices that fail, fill up and lie."""
