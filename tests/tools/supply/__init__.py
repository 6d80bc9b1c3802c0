"""What is shipped of others' work: `python3 -m tests.tools.supply`."""
