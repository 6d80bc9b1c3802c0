"""The entry of a code, a key at a time, and what came of it. It may import widgets, text and the
client.
"""
