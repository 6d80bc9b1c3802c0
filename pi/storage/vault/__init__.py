"""The vault: what is secret, and the ways to it. It may import the database and the journal
below it.
"""
