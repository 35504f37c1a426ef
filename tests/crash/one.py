"""one.py FOLDER SPEC: one disturbed exchange in FOLDER, on a network of its own; prints a JSON verdict.

SPEC: {"from": snapshot folder, "first": stage, "last": stage, "bin": folder, "crashes": {"xa": [...], "xb": [...]},
"settings": {...}, "trust": file, "fenced": true, "prefix": name, "relay": [from, to]}. A crash is {"role", "point", "alone", "seed"}. Fenced: instead of the
stages, the first of two that serve one folder is held still meanwhile (fencing.py)."""

import fcntl
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import sys
import time

import fencing
import judge
import shared
from exchange import Exchange
from machine import Machine, Stuck


def loopback_up():
    """In a fresh network namespace; where it is up already this changes nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
        try:
            fcntl.ioctl(sock, 0x8914, request)  # SIOCSIFFLAGS
        except PermissionError:
            pass


def restored(folder, snapshot, prefix):
    for name in ("xa", "xb"):
        shutil.copytree(snapshot / name, folder / name, symlinks=True)
        if prefix:
            own_prefix(folder / name / "node" / "comity.json", f"{prefix}/{name}/")
    (folder / "tmp").mkdir()
    shutil.copy(snapshot / "evidence.bin", folder)


def own_prefix(file, prefix):
    """Each exchange has its own copy of what the snapshot has in the bucket (shared.py)."""
    config = json.loads(file.read_text())
    for place in ("tiles", "objects"):
        config[place]["prefix"] = prefix
    file.write_text(json.dumps(config))


def disturbed(exchange, spec):
    """The stages of the run; a crash that was not met while they ran may be met while the node is stopped."""
    exchange.begin()
    for step in exchange.steps:
        if spec["first"] <= step.stage <= spec["last"]:
            exchange.do(step)
    exchange.settle()
    if any(machine.crashes for machine in exchange.machines):
        exchange.stop()
        for machine in exchange.machines:
            machine.crashes = []
        exchange.begin()
        exchange.settle()


def run(folder, spec):
    machines = [Machine(name, folder, spec["bin"], spec.get("settings")) for name in ("xa", "xb")]
    for machine in machines:
        machine.crashes = list(spec["crashes"].get(machine.name, []))
    exchange = Exchange(*machines)
    verdict = {"findings": [], "stuck": ""}
    try:
        if spec.get("fenced"):
            verdict["findings"] += fencing.second_server(exchange)
        else:
            disturbed(exchange, spec)
        verdict["findings"] += judge.served(*machines, exchange.promised, spec["trust"])
        exchange.stop()
        verdict["findings"] += judge.stopped(*machines)
        if not spec.get("prefix"):
            verdict["abandoned"] = sum(len(judge.abandoned(machine)) for machine in machines)
        if spec.get("keep"):
            for machine in machines:
                shutil.copytree(machine.root, pathlib.Path(spec["keep"]) / machine.name, symlinks=True)
    except Stuck as stuck:
        verdict["stuck"] = str(stuck)
        verdict["findings"] += [finding for machine in machines for finding in judge.alarms(machine)]
    finally:
        for machine in machines:
            machine.down()
    verdict["happened"] = {machine.name: machine.happened for machine in machines}
    return verdict


def main():
    folder, spec = pathlib.Path(sys.argv[1]), json.loads(sys.argv[2])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    loopback_up()
    restored(folder, pathlib.Path(spec["from"]), spec.get("prefix"))
    os.environ.update(spec.get("settings", {}))
    if "relay" in spec:
        shared.relayed(*spec["relay"])  # it goes with the namespace
    began = time.monotonic()
    verdict = run(folder, spec)
    verdict["seconds"] = round(time.monotonic() - began, 2)
    print(json.dumps(verdict))


main()
