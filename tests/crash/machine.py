"""One machine: a node's folder with its persons' files beside it, on a disk that forgets. Processes of a machine share
a process group and go down together; then the disk loses a part of what was not synced."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

ROLES = ("serve", "send", "decide", "deliver", "open")


class Stuck(Exception):
    """Something that had to come true did not."""


class Machine:
    def __init__(self, name, work, bin_folder, settings=None):
        self.name = name
        self.root = pathlib.Path(work) / name
        self.keep = pathlib.Path(work) / (name + ".keep")
        self.log = pathlib.Path(work) / (name + ".log")
        self.points = pathlib.Path(work) / (name + ".points")
        self.bin = pathlib.Path(bin_folder)
        self.settings = settings or {}
        self.serving = None
        self.crashes = []  # still to come, dictionaries with role, point, alone, seed
        self.happened = []
        self.disk_new()

    def disk_new(self):
        shutil.rmtree(self.keep, ignore_errors=True)
        (self.keep / "kept").mkdir(parents=True)

    # --- running programs ------------------------------------------------------------------------------------------

    def environment(self, role):
        out = dict(os.environ, LD_PRELOAD=str(self.bin / "lossy_disk.so"), COMITY_DISK_ROOT=str(self.root) + "/",
                   COMITY_DISK_KEEP=str(self.keep), COMITY_CRASH_LOG=f"{self.points}.{role}",
                   COMITY_CRASH_PORT=str(self.port()), COMITY_UNLOCK=str(self.root / "passphrase"),
                   COMITY_PASSPHRASE=str(self.root / "passphrase"), TMPDIR=str(self.root.parent / "tmp"),
                   **self.settings)
        if self.crashes and self.crashes[0]["role"] == role:
            out["COMITY_CRASH_AT"] = self.crashes[0]["point"]
            if self.crashes[0]["alone"]:
                out["COMITY_CRASH_ALONE"] = "yes"
        return out

    def port(self):
        listen = json.loads((self.root / "node" / "comity.json").read_text())["listen"]
        return int(listen.rsplit(":", 1)[1])

    def start(self):
        with open(self.log, "ab") as log:
            self.began = log.tell()
            self.serving = subprocess.Popen([self.bin / "comity", "serve", "node"], cwd=self.root, stdout=log,
                                            stderr=log, process_group=0, env=self.environment("serve"))

    def said(self):
        """What the node has said since it was started."""
        with open(self.log, "rb") as log:
            log.seek(self.began)
            return log.read().decode(errors="replace")

    def up(self):
        return self.serving is not None and self.serving.poll() is None

    def run(self, *words, timeout=120):
        """One command of a person at this machine: its status, output and errors."""
        role = words[0] if words[0] in ROLES[1:] else "other"
        if self.serving is not None and not self.up():
            return 99, "", "the machine is down"  # and nothing may touch its disk before the cut
        # A command belongs to the machine, and the machine is the group of the serving process.
        group = self.serving.pid if self.up() else 0
        try:
            done = subprocess.run([self.bin / "comity", *words], cwd=self.root, env=self.environment(role),
                                  capture_output=True, text=True, timeout=timeout, process_group=group, check=False)
        except (PermissionError, ProcessLookupError, subprocess.SubprocessError) as error:
            return 99, "", str(error)
        return done.returncode, done.stdout, done.stderr

    def ask(self, *words):
        """Facts as a person reads them; nothing when the command did not come to an end."""
        status, out, _ = self.run(*words, "--json")
        return json.loads(out) if status == 0 and out.strip() else {}

    def stop(self):
        """As an operator stops it; it may die at a crash point on the way."""
        if self.up():
            self.serving.send_signal(signal.SIGTERM)
            self.serving.wait(60)

    # --- going down ------------------------------------------------------------------------------------------------

    def died(self):
        """The role whose process came to its crash point, if one did."""
        for role in ROLES:
            if pathlib.Path(f"{self.points}.{role}.died").exists():
                return role
        return None

    def down(self):
        if self.serving is not None:
            try:
                os.killpg(self.serving.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.serving.wait(60)
            self.group_gone(self.serving.pid)
        self.serving = None

    @staticmethod
    def group_gone(group):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                os.killpg(group, 0)
            except (ProcessLookupError, PermissionError):
                return
            time.sleep(0.005)
        raise Stuck("a process of the machine would not end")

    def suffer(self):
        """After a crash point: the power is cut, or one process alone has died. True when something happened."""
        role = self.died()
        if role is None:
            return False
        pathlib.Path(f"{self.points}.{role}.died").unlink()
        crash = self.crashes.pop(0)
        if not crash["alone"]:
            self.down()
            self.cut(crash["seed"])
        elif self.serving is not None and role == "serve":
            self.serving.wait(60)
            self.serving = None
        self.happened.append(crash)
        return True

    def cut(self, seed):
        done = subprocess.run([self.bin / "lossy_disk_cut", self.root, self.keep, str(seed)], capture_output=True,
                              text=True, check=True)
        with open(self.root.parent / (self.name + ".cuts"), "a", encoding="utf-8") as out:
            out.write(f"--- {self.crashes[:1]} before; cut with seed {seed}\n{done.stdout}")
        self.disk_new()
