"""Founds two nodes once, keeps a snapshot before each stage of the exchange, and runs disturbed exchanges from them."""

import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import judge
import shared
from exchange import STAGES

HERE = pathlib.Path(__file__).resolve().parent
# A network, processes and /proc of its own: nothing is left when it ends, however it ends.
ALONE = ["unshare", "-Urnpf", "--mount-proc", "--kill-child"]
CHAINS = (5, 2, 1, 1)  # crashes of one run on one machine: points that a chain did not meet are sought by themselves


class Campaign:
    def __init__(self, bin_folder, store):
        self.bin, self.store = bin_folder, store
        self.workers = (os.cpu_count() or 2) + 1  # a part of a run waits for letters that are tried again
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="comity-crash-", dir=os.environ.get("TMPDIR", "/var/tmp")))
        self.hits = collections.Counter()
        self.failed = 0
        self.abandoned = 0
        self.shared = None

    def __enter__(self):
        try:
            if self.store == "shared":
                self.shared = shared.Shared(self.work)
            self.found()
        except BaseException:
            self.end()
            raise
        return self

    def end(self):
        if self.shared is not None:
            self.shared.end()
        shutil.rmtree(self.work, ignore_errors=True)

    def __exit__(self, *_):
        if self.abandoned:
            print(f"noted: {self.abandoned} interrupted deliveries left sealed objects that no package names")
        self.end()

    # --- founding, and a first run of each stage that nothing disturbs -----------------------------------------------

    def found(self):
        first = self.work / "0"
        first.mkdir()
        environment = dict(os.environ, COMITY_BIN=str(self.bin), COMITY_SOURCE=str(HERE.parents[1]),
                           **(self.shared.environment() if self.shared else {}))
        subprocess.run([HERE / "found", self.store, first], check=True, env=environment)
        shutil.copy(first / "trust", self.work / "trust")
        lines = (judge.MARKER + b" %d\n" % number for number in range(45000))  # 1.6 MB: two chunks
        (first / "evidence.bin").write_bytes(b"".join(lines))
        self.passed = []
        for stage in range(len(STAGES)):
            following = self.work / str(stage + 1)
            following.mkdir()
            verdict = self.one({"first": stage, "last": stage, "crashes": {}, "keep": str(following)}, trace=True)
            if verdict["findings"] or verdict["stuck"]:
                raise SystemExit(f"undisturbed, stage {STAGES[stage]} fails: {verdict}")
            shutil.copy(first / "evidence.bin", following)
            self.passed.append(verdict["passed"])

    def spec(self, spec):
        return {"from": str(self.work / str(spec["first"])), "bin": str(self.bin), "trust": str(self.work / "trust"),
                **spec}

    def one(self, spec, trace=False, expected=False):
        """One exchange in a folder and on a network of its own; its verdict. A failure that is expected is not kept."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.work, prefix="run_"))
        name = folder.name.lower()
        own = self.shared.begin(name, spec["first"]) if self.shared else {}
        done = subprocess.run([*ALONE, sys.executable, HERE / "one.py", folder, json.dumps({**self.spec(spec), **own})],
                              capture_output=True, text=True, check=False)
        if done.returncode == 0:
            verdict = json.loads(done.stdout)
        else:
            verdict = {"findings": [f"the run itself failed: {done.stderr[-2000:]}"], "stuck": "", "happened": {}}
        if self.shared:
            self.look_at_shared(name, spec, verdict)
        if (verdict["findings"] or verdict["stuck"]) and not expected:
            self.keep(folder, spec, verdict)
        if trace:
            verdict["passed"] = passed_points(folder)
        shutil.rmtree(folder, ignore_errors=True)
        return verdict

    def look_at_shared(self, name, spec, verdict):
        """What an exchange left on the servers, which it cannot reach any more."""
        verdict["findings"] += self.shared.findings(name, judge.MARKER)
        verdict["abandoned"] = self.shared.abandoned(name)
        if "keep" in spec:
            self.shared.keep(name, spec["last"] + 1)
        self.shared.end_of(name)

    def keep(self, folder, spec, verdict):
        """What a person needs to see why."""
        kept = self.bin / "crash-failed" / folder.name
        kept.mkdir(parents=True, exist_ok=True)
        (kept / "spec.json").write_text(json.dumps(spec, indent=1))
        (kept / "verdict.json").write_text(json.dumps(verdict, indent=1))
        for file in (*folder.glob("*.log"), *folder.glob("*.cuts"), *folder.glob("*.points.*")):
            shutil.copy(file, kept)
        verdict["kept"] = str(kept)

    def tell(self, name, verdict):
        self.abandoned += verdict.get("abandoned", 0)
        happened = sum(len(one) for one in verdict.get("happened", {}).values())
        if verdict["findings"] or verdict["stuck"]:
            self.failed += 1
            print(f"failed: {name}: {verdict['stuck']}")
            for finding in verdict["findings"]:
                print(f"   {finding[:600]}")
            print(f"   logs in {verdict['kept']}; again: tests/crash/run --spec {verdict['kept']}/spec.json", flush=True)
        return happened

    # --- every kind of point once ------------------------------------------------------------------------------------

    def wanted(self):
        """Kind of point, which is a role and a name -> where it is met: pairs of stage and machine."""
        kinds = collections.defaultdict(list)
        for stage, passed in enumerate(self.passed):
            for machine, role, point in sorted(passed):
                kinds[role, point].append((stage, machine))
        return kinds

    @staticmethod
    def spread(kinds, turn):
        """Each kind at one of its places, so that all have about as much to do; another place in each turn."""
        queues = collections.defaultdict(list)
        for (role, point), places in sorted(kinds.items(), key=lambda item: (item[0][0] == "serve", len(item[1]))):
            open_places = places[turn % len(places):] if turn else places
            queues[min(open_places, key=lambda place: len(queues[place]))].append((role, point))
        return queues

    def chains(self, kinds, turn):
        """Runs that each meet several points: a machine dies, comes back, and dies again elsewhere. What a command does
        comes first: it is given again until it succeeds, and then no more."""
        queues = self.spread(kinds, turn)
        runs = []
        for stage in range(len(STAGES)):
            while any(queues[stage, machine] for machine in ("xa", "xb")):
                crashes = {}
                for machine in ("xa", "xb"):
                    taken, queues[stage, machine] = (queues[stage, machine][:CHAINS[turn]],
                                                     queues[stage, machine][CHAINS[turn]:])
                    crashes[machine] = [crash(role, point + " 1", len(runs)) for role, point in taken]
                runs.append({"first": stage, "last": stage, "crashes": crashes})
        return runs

    def points(self):
        kinds = self.wanted()
        for turn in range(len(CHAINS)):
            left = {kind: places for kind, places in kinds.items() if not self.hits[kind]}
            runs = self.chains(left, turn)
            self.all([(f"points {turn}.{number}", spec) for number, spec in enumerate(runs)])
        acts = collections.defaultdict(list)  # role and act -> before, after
        for role, point in sorted(kinds):
            when, act = point.split(" ", 1)
            acts[role, act].append((when, self.hits[role, point]))
        for (role, act), times in acts.items():
            word = "ok " if all(hits for _, hits in times) else "failed: never hit:"
            print(f"{word} {role}: {', '.join(f'{when} {hits}' for when, hits in reversed(times))}: {act}")
        never = sum(not self.hits[kind] for kind in kinds)
        if not never and not self.failed:
            print(f"ok  {len(kinds)} kinds of crash point, each hit at least once, {sum(self.hits.values())} crashes",
                  flush=True)
        return 1 if never or self.failed else 0

    # --- at random -----------------------------------------------------------------------------------------------------

    def random_spec(self, seed):
        """From a random stage to the end, with one to three crashes of whichever machine, role and point."""
        draw = random.Random(seed)
        first = draw.randrange(len(STAGES))
        crashes = {"xa": [], "xb": []}
        for number in range(draw.randint(1, 3)):
            passed = self.passed[draw.randrange(first, len(STAGES))]
            machine, role, point = draw.choice(sorted(passed))
            times = draw.randint(1, passed[machine, role, point])
            crashes[machine].append(crash(role, f"{point} {times}", seed * 10 + number, draw.random() < 0.2))
        return {"first": first, "last": len(STAGES) - 1, "crashes": crashes}

    def seeds(self, numbers):
        before = self.failed
        crashed = self.all([(f"seed {seed}", self.random_spec(seed)) for seed in numbers])
        if self.failed == before:
            print(f"ok  {len(numbers)} random seeds, {crashed} crashes")
        return 1 if self.failed > before else 0

    def seed(self, number):
        spec = self.random_spec(number)
        print(json.dumps(spec, indent=1))
        verdict = self.one(spec)
        print(json.dumps(verdict, indent=1))
        return 1 if self.tell(f"seed {number}", verdict) < 0 or self.failed else 0

    def again(self, file):
        verdict = self.one(json.loads(file.read_text()))
        print(json.dumps(verdict, indent=1))
        return 1 if verdict["findings"] or verdict["stuck"] else 0

    def resumed(self, count):
        """Noted under the digest of the program: a changed program begins again."""
        digest = hashlib.sha256((self.bin / "comity").read_bytes()).hexdigest()[:16]
        tally = self.bin / f"crash-{self.store}-{digest}"
        had = set(tally.read_text().split()) if tally.exists() else set()
        left = [seed for seed in range(1, count + 1) if str(seed) not in had]
        for at in range(0, len(left), 20):
            batch = left[at:at + 20]
            if self.seeds(batch) == 0:
                with open(tally, "a", encoding="utf-8") as out:
                    out.write(" ".join(map(str, batch)) + "\n")
            print(f"{count - len(left) + at + len(batch)} of {count} seeds", flush=True)
        if not self.failed:
            print(f"ok  {count} random seeds in all, {count - len(left)} of them earlier")
        return 1 if self.failed else 0

    def all(self, named):
        """Several at a time; the number of crashes that happened."""
        crashed = 0
        with concurrent.futures.ThreadPoolExecutor(self.workers) as pool:
            running = {pool.submit(self.one, spec): name for name, spec in named}
            for done in concurrent.futures.as_completed(running):
                verdict = done.result()
                crashed += self.tell(running[done], verdict)
                for happened in () if verdict["findings"] or verdict["stuck"] else verdict["happened"].values():
                    for one in happened:
                        self.hits[one["role"], one["point"].rsplit(" ", 1)[0]] += 1
        return crashed


def crash(role, point, seed, alone=False):
    return {"role": role, "point": point, "seed": seed, "alone": alone}


def passed_points(folder):
    """(machine, role, point) -> how often one process passed it."""
    out = {}
    for file in folder.glob("*.points.*"):
        machine, _, role = file.name.split(".")[:3]
        for line in file.read_text().splitlines() if role != "other" else ():
            point, times = line.rsplit(" ", 1)
            out[machine, role, point] = max(int(times), out.get((machine, role, point), 0))
    return out
