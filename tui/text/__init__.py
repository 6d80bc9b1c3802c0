"""All sentences of the product, in the language of whoever reads them.

The device side speaks in data. Here it is put into words, so that tone and language have one room.
Elsewhere stand only the one line of a program that can't start, and what an option of a command is
for.
"""
