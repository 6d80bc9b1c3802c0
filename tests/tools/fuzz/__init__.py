"""Any input at all, from a seed; a short run of it is part of the tests."""
