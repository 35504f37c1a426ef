"""The exchange that is disturbed: a request, its receipt, three decisions, a sealed delivery, its opening and the
confirmation; with persons who look before they give a command again."""

import time

from machine import Stuck

CASE = "mla_content"
PATIENCE = 60  # seconds without anything new, for what must come true; letters wait 2, 4, 8 s for a node that is down
ATTEMPTS = 12  # a command that is refused so often, with growing pauses, will not succeed


def documents(machine):
    """What the case holds, as this node shows it: pairs of document and desk."""
    return [(one["document"], one["desk"]) for one in machine.ask("case", "node", CASE).get("statements", [])]


class Step:
    """One thing a person does. `commands` gives the words for this attempt."""

    def __init__(self, machine, stage, done, commands):
        self.machine, self.stage, self.done, self.commands = machine, stage, done, commands


def unfinished(machine, pattern):
    """A command that ended without a word has left its papers; given again, it says what it did."""
    return any(machine.root.glob(pattern + ".payload"))


def decision(machine, stage, document, *words):
    return Step(machine, stage,
                lambda m: (document, m.name + ".ca") in documents(m) and not unfinished(m, document + "-*"),
                lambda m: ("decide", "node", CASE, document, *words))


def deliver_words(machine):
    # What an earlier attempt prepared is sent on; else the file is sealed anew.
    words = ("deliver", "node", CASE, "--key", "xb.lind.pem")
    return words if unfinished(machine, "delivery-*.manifest") else (*words[:3], "../evidence.bin", *words[3:])


def delivered(machine):
    there = {document for document, _ in documents(machine)}
    return {"evidence_manifest", "delivery_notice"} <= there and not unfinished(machine, "delivery-*.manifest")


def opened_folders(machine):
    return sorted(machine.root.glob("opened.*"), key=lambda path: int(path.suffix[1:]))


def opened(machine):
    evidence = (machine.root.parent / "evidence.bin").read_bytes()
    return any((one / "0001-evidence.bin").exists() and (one / "0001-evidence.bin").read_bytes() == evidence
               for one in opened_folders(machine)) and getattr(machine, "opened_well", False)


def open_words(machine):
    return ("open", "node", CASE, "--purpose", "Trial of the attack", "--out", f"opened.{len(opened_folders(machine))}",
            "--key", "xa.idris.pem", "--key", "xa.okafor.pem")


STAGES = ("request", "decide", "deliver", "open")


def steps(xa, xb):
    return [
        Step(xa, 0, lambda m: bool(m.ask("outbox", "node").get("cases")) and not unfinished(m, "request.json"),
             lambda m: ("send", "node", "request.json", "--key", "xa.idris.pem", "--key", "xa.okafor.pem")),
        decision(xb, 1, "acknowledgement", "--set", "case_ref_requested=XB-78", "--key", "xb.lind.pem"),
        decision(xb, 1, "decision_grant", "--key", "xb.moreau.pem"),
        decision(xb, 1, "execution_report", "--set", "outcome=executed", "--set", "text=Copies were taken.",
                 "--key", "xb.lind.pem"),
        Step(xb, 2, delivered, deliver_words),
        Step(xa, 3, opened, open_words),
        decision(xa, 3, "receipt_confirmation", "--set", "verified=true", "--key", "xa.idris.pem"),
    ]


def pauses():
    """Seconds between looks: short at first, then patient."""
    pause = 0.02
    while True:
        yield pause
        pause = min(pause * 1.5, 1)


class Exchange:
    def __init__(self, xa, xb):
        self.machines = (xa, xb)
        self.steps = steps(xa, xb)
        self.promised = []  # (machine, digest): what a command said was done
        self.delivers = False
        self.deadline = 0

    def mend(self):
        """Whatever went down is started again. True when something had happened."""
        mended = False
        for machine in self.machines:
            suffered = machine.suffer()
            mended = mended or suffered
            if not machine.up():
                if machine.serving is not None and not suffered and machine.died() is None:
                    raise Stuck(f"{machine.name} ended by itself: {machine.said()[-800:]}")
                machine.suffer()
                machine.start()
                mended = True
        return mended

    @staticmethod
    def seen(machine):
        """For a person who has to find out why."""
        letters = machine.ask("outbox", "node", "--limit", "1000").get("letters", [])
        return machine.name, documents(machine), [(one.get("document"), one["state"]) for one in letters]

    def signing(self):
        return all("signing on" in machine.said() for machine in self.machines)

    def until(self, what, condition):
        """Patience begins anew with whatever went down meanwhile."""
        self.deadline = time.monotonic() + PATIENCE
        looks = pauses()
        while not condition():
            if self.mend():
                self.deadline = time.monotonic() + PATIENCE
                looks = pauses()
            if time.monotonic() > self.deadline:
                raise Stuck(f"it did not come true: {what}; {[self.seen(machine) for machine in self.machines]}")
            time.sleep(next(looks))

    def begin(self):
        for machine in self.machines:
            if not machine.up():
                machine.start()
        self.until("both nodes sign", self.signing)

    def do(self, step):
        attempts, looks = 0, pauses()
        while True:
            self.mend()  # what a crash took is gone before anyone looks
            self.until("both nodes sign", self.signing)
            if step.done(step.machine):
                return
            if self.mend():
                continue  # who was asked while the machine went down had no answer, which is not "no"
            words = step.commands(step.machine)
            status, out, err = step.machine.run(*words)
            for line in out.splitlines() if status == 0 else ():
                if line.startswith("digest: "):
                    self.promised.append((step.machine, line.split()[1]))
            self.delivers = self.delivers or step.commands is deliver_words
            if step.commands is open_words and status == 0:
                step.machine.opened_well = True
            if self.mend():
                attempts, looks = 0, pauses()
                continue
            attempts += 1
            if attempts > ATTEMPTS:
                raise Stuck(f"{words} on {step.machine.name}: {status} {out[-500:]} {err[-500:]}")
            time.sleep(next(looks) * (1 if status == 0 else 10))

    def settled(self):
        """Both sides hold the same statements, and each letter has its receipt."""
        held = [sorted(one["digest"] for one in machine.ask("case", "node", CASE).get("statements", []))
                for machine in self.machines]
        return bool(held[0]) and held[0] == held[1] and all(self.receipted(machine) for machine in self.machines)

    @staticmethod
    def receipted(machine):
        own = [document for document, desk in documents(machine)
               if desk == machine.name + ".ca" and document != "technical_receipt"]
        states = [letter["state"] for letter in machine.ask("outbox", "node", "--limit", "1000").get("letters", [])]
        return states.count("receipted") == len(own) and all(
            state in ("receipted", "accepted by the peer's edge", "accepted, nothing more is due") for state in states)

    def arrived(self):
        """The package that was delivered in this run is at the recipient's node whole."""
        xa, xb = self.machines
        if not self.delivers:
            return True
        return b" is at xa" in xb.log.read_bytes() and not xa.ask("inbox", "node").get("arriving")

    def settle(self):
        self.until("both nodes hold the same, each letter receipted", self.settled)
        self.until("the package is there", self.arrived)

    def stop(self):
        """Both stopped by their operators; one that dies on the way is started and stopped once more."""
        while True:
            for machine in self.machines:
                machine.stop()
            if not any([machine.suffer() for machine in self.machines]):
                break
            self.begin()
        for machine in self.machines:
            machine.serving = None
