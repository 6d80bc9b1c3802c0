"""The socket: who comes in, and whose turn it is. It may import ``pi.service.core`` and the
protocol.
"""
