"""All sentences of the product, chosen by the surface's language.

The device side speaks in data. Here and nowhere else it is put into words, so that tone and
language have one room.
"""
