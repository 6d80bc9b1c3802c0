"""Runs in the guest: watches the service and writes down when each state came.

Started with a file's name and a number: ends once so many wishes of the panel have come, or a
minute after the last one. Each line is a moment of CLOCK_MONOTONIC and how many wishes there
were by then.
"""

import json
import socket
import sys
import time

with socket.socket(socket.AF_UNIX) as service, open(sys.argv[1], "w", buffering=1) as book:
    service.connect("/run/steadyhand/steadyhand.sock")
    service.settimeout(60)
    service.sendall(b'{"id":1,"ask":{"type":"Watch"}}\n')
    lines = service.makefile("rb")
    said = (json.loads(line) for line in lines)
    seen = next(each["panel"]["turn"] for each in said if "panel" in each)
    last = seen + int(sys.argv[2])
    with open("/dev/ttyS1", "w") as port:
        print("ready", file=port)
    for each in said:
        turn = each.get("panel", {}).get("turn", 0)
        if turn > seen:
            seen = turn
            print(time.monotonic(), turn, file=book)
        if seen >= last:
            break
