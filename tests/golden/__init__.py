"""What must not change, and the tests that compare it with what is so today."""
