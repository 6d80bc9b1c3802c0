"""All sentences of the product, in the language of whoever reads them.

The device side speaks in data. Here and nowhere else it is put into words, so that tone and
language have one room.
"""
