"""Planted faults: each is built into a copy of the program, or done by a disk that does not hear a sync, and must be
caught by some disturbed exchange."""

import json
import pathlib
import re
import subprocess

import campaign
from exchange import STAGES

HERE = pathlib.Path(__file__).resolve().parent
MOST_TRIES = 40

# Whose syncs the disk answers and does not do.
DEAF = {
    "no fsync of the database's log": r"store\.sqlite-wal$",
    "no fsync of tiles and the checkpoint": r"log/\.making$",
    "no fsync of the folders of tiles": r"log/tile/",
    "no fsync of objects": r"objects/ID/\*$",
}


def variant(one, patch):
    """A folder of programs in which one source file of comity is the patched one."""
    text = patch.read_text()
    path = re.search(r"^--- a/(.*)$", text, re.MULTILINE)[1]
    source = HERE.parents[1]
    folder = one.work / patch.stem
    folder.mkdir()
    subprocess.run(["patch", "--quiet", "-o", folder / "planted.cpp", source / path], input=text, text=True, check=True)
    commands = json.loads((one.bin / "compile_commands.json").read_text())
    compiled = next(entry for entry in commands if entry["file"] == str(source / path))
    command = re.sub(r" -o \S+ -c \S+", f" -o {folder}/planted.o -c {folder}/planted.cpp", compiled["command"])
    subprocess.run(command, shell=True, cwd=one.bin, check=True)
    linked = subprocess.run(["ninja", "-C", one.bin, "-t", "commands", "comity"], capture_output=True, text=True,
                            check=True).stdout.splitlines()[-1]
    # An object on the line stands for its namesake in the room's library, which is then not looked for.
    command = re.sub(r" -o comity\b", f" {folder}/planted.o -o {folder}/comity", linked)
    subprocess.run(command, shell=True, cwd=one.bin, check=True)
    for name in ("comity-verify", "lossy_disk.so", "lossy_disk_cut"):
        (folder / name).symlink_to(one.bin / name)
    return folder


def disturbances(one):
    """Crashes soon after the first promises, then at random."""
    for stage, role, point in ((0, "send", "after fdatasync node/store.sqlite-wal after fsync . 1"),
                               (2, "deliver", "after fdatasync node/objects/ID 1")):
        for machine, known_role, known in one.passed[stage]:
            if (known_role, known) == (role, point.rsplit(" ", 1)[0]):
                crashes = {"xa": [], "xb": [], machine: [campaign.crash(role, point, stage)]}
                yield {"first": stage, "last": stage, "crashes": crashes}
    for seed in range(1, MOST_TRIES):
        spec = one.random_spec(seed)
        yield {**spec, "last": len(STAGES) - 1}


def caught(one, extra):
    """How many disturbed exchanges it took, and what was found."""
    for tries, spec in enumerate(disturbances(one), 1):
        verdict = one.one({**spec, **extra}, expected=True)
        if verdict["findings"] or verdict["stuck"]:
            return tries, (verdict["findings"] + [verdict["stuck"]])[0]
    return None


def all_caught(one):
    missed = 0

    def tell(name, found):
        nonlocal missed
        if found is None:
            missed += 1
            print(f"failed: not caught: {name}", flush=True)
        else:
            print(f"ok  {name}: caught by try {found[0]}: {found[1].splitlines()[0][:160]}", flush=True)

    fenced = {"first": 0, "last": 0, "crashes": {}, "fenced": True}
    sound = one.one(fenced)
    one.tell("a second that serves the folder", sound)
    if not one.failed:
        print("ok  a second that serves the folder: the first notices (LEDGER-01), and writes nothing", flush=True)
    for patch in sorted((HERE / "planted").glob("*.patch")):
        programs = {"bin": str(variant(one, patch))}
        if patch.stem == "epoch-not-checked":
            verdict = one.one({**fenced, **programs}, expected=True)
            tell(patch.stem, (1, verdict["findings"][0]) if verdict["findings"] else None)
        else:
            tell(patch.stem, caught(one, programs))
    for name, expression in DEAF.items():
        tell(name, caught(one, {"settings": {"COMITY_DISK_DEAF": expression}}))
    return 1 if missed or one.failed else 0
