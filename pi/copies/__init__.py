"""Copies of the code off the car: what a file of each kind holds, and how it is written for good.

Readers and writers of plain data: no service, no screen, no store. What a person reads in them
comes in as words.
"""
