"""Two that serve one folder, because somebody took the lock away: the first is held still, the second takes over, the
first goes on. It must notice, and write nothing more."""

import json
import os
import signal
import socket
import sqlite3
import time

from exchange import PATIENCE
from machine import Machine, Stuck


def lease(machine):
    """Epoch and end."""
    with sqlite3.connect(f"file:{machine.root}/node/store.sqlite?mode=ro", uri=True) as rows:
        return rows.execute("SELECT epoch, expires FROM ledger_lease").fetchone()


def epoch(machine):
    return lease(machine)[0]


def listening(machine, port):
    """The address in the node's configuration; what it was before."""
    file = machine.root / "node" / "comity.json"
    config = json.loads(file.read_text())
    before = int(config["listen"].rsplit(":", 1)[1])
    config["listen"] = f"127.0.0.1:{port}"
    file.write_text(json.dumps(config))
    return before


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def until(what, condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise Stuck(f"it did not come true: {what}")
        time.sleep(0.05)


def second_server(exchange):
    xa = exchange.machines[0]
    exchange.begin()
    first = epoch(xa)
    os.kill(xa.serving.pid, signal.SIGSTOP)
    (xa.root / "node" / "serve.lock").unlink()
    before = listening(xa, free_port())
    other = Machine("xa", xa.root.parent, xa.bin, xa.settings)
    other.log = xa.root.parent / "xa.second.log"
    other.start()
    findings = []
    try:
        until("the second signs", lambda: "signing on" in other.said())
        second = epoch(xa)
        if second <= first:
            findings.append(f"the second took over with epoch {second} after {first}")
        os.kill(xa.serving.pid, signal.SIGCONT)
        until("the first notices", lambda: "LEDGER-01" in xa.said() or epoch(xa) != second)
        ends = set()  # of the lease, which the second goes on holding while the first has time to take it

        def held_on():
            ends.add(lease(xa))
            return len(ends) > 2 or epoch(xa) != second

        until("the second goes on", held_on)
        if "LEDGER-01" not in xa.said() or epoch(xa) != second:
            findings.append(f"whoever was replaced wrote on: epoch {epoch(xa)}, it was {second}")
    finally:
        xa.down()
        other.down()
        listening(xa, before)
    xa.log.write_text("")  # what it said while it was fenced off is no alarm
    exchange.begin()
    for step in exchange.steps[:1]:
        exchange.do(step)
    exchange.settle()
    return findings
