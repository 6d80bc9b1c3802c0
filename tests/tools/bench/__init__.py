"""How fast it is: ratios against a baseline of the same run, never seconds to pass or fail by."""
