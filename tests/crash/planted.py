"""Planted faults: each is built into a copy of the program, or done by a disk that does not hear a sync, and must be
caught by some disturbed exchange."""

import concurrent.futures
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
    """Crashes soon after the first promises, of whoever has just heard from its peer, then at random."""
    def met(stage, machine, role, point, times):
        crashes = {"xa": [], "xb": [], machine: [campaign.crash(role, f"{point} {times}", stage)]}
        return {"first": stage, "last": stage, "crashes": crashes}

    for stage, role, point in ((0, "send", "after fdatasync node/store.sqlite-wal after fsync ."),
                               (2, "deliver", "after fdatasync node/objects/ID")):
        for machine, known_role, known in one.passed[stage]:
            if (known_role, known) == (role, point):
                yield met(stage, machine, role, point, 1)
    heard = ("serve", "after receive client")
    for stage in (0, 1):
        for machine in ("xa", "xb"):
            times = one.passed[stage].get((machine, *heard), 0)
            yield from (met(stage, machine, *heard, times - back) for back in range(3) if times > back)
    for seed in range(1, MOST_TRIES):
        yield one.random_spec(seed)


def caught(one, extra):
    """What an exchange finds that nothing disturbs, which must be nothing; how many disturbed ones it took; what was
    found then."""
    calm = one.one({"first": 0, "last": len(STAGES) - 1, "crashes": {}, **extra}, expected=True)
    if calm["findings"] or calm["stuck"]:
        return None, "it shows without any crash: " + (calm["findings"] + [calm["stuck"]])[0]
    for tries, spec in enumerate(disturbances(one), 1):
        verdict = one.one({**spec, **extra}, expected=True)
        if verdict["findings"] or verdict["stuck"]:
            return tries, (verdict["findings"] + [verdict["stuck"]])[0]
    return None, f"{tries} disturbed exchanges found nothing"


def fenced(one, extra, expected):
    return one.one({"first": 0, "last": 0, "crashes": {}, "fenced": True, **extra}, expected=expected)


def replaced(one, extra):
    """The epoch matters only between two: the one planted fault that no crash shows."""
    verdict = fenced(one, extra, expected=True)
    if verdict["stuck"]:
        return None, verdict["stuck"]  # it must be seen to write on, and nothing else will do
    return (1, verdict["findings"][0]) if verdict["findings"] else (None, "nothing was found")


def faults(one):
    """Each by its name, and how it is sought."""
    for patch in sorted((HERE / "planted").glob("*.patch")):
        seek = replaced if patch.stem == "epoch-not-checked" else caught
        yield patch.stem, lambda patch=patch, seek=seek: seek(one, {"bin": str(variant(one, patch))})
    for name, expression in DEAF.items():
        yield name, lambda expression=expression: caught(one, {"settings": {"COMITY_DISK_DEAF": expression}})


def all_caught(one, word):
    sound = fenced(one, {}, expected=False)
    one.tell("a second that serves the folder", sound)
    if not one.failed:
        print("ok  a second that serves the folder: the first notices (LEDGER-01), and writes nothing", flush=True)
    missed = 0
    with concurrent.futures.ThreadPoolExecutor(one.workers) as pool:
        sought = [(name, pool.submit(seek)) for name, seek in faults(one) if word in name]
        for name, result in sought:
            tries, found = result.result()
            missed += tries is None
            print(f"failed: {name}: {found[:600]}" if tries is None else
                  f"ok  {name}: caught by try {tries}: {found.splitlines()[0][:160]}", flush=True)
    return 1 if missed or one.failed else 0
