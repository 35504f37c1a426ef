"""What must hold after any crash: both folds equal, one effect per letter, nothing lost that was acknowledged, all
receipted, all proofs valid, no peer taken for another, nothing half-written left, no evidence in clear on a disk."""

import re
import sqlite3
import subprocess

from exchange import CASE, documents

# Made anew for each founding; random enough to be found nowhere else.
MARKER = b"Clear-evidence-marker-5d1c6e0f"
ALARMS = re.compile(r"^.*(NODE-11|LEDGER-0[1-9]|LEDGER-1\d|LEDGER-2[12]|STORE-06|desk: |ledger: |refused ).*$", re.MULTILINE)
PLACES = re.compile(r"node/(store\.sqlite(-wal|-shm)?|serve\.lock|comity\.json|key-sets\.chain|keys/[a-z0-9.]+"
                    r"|log/(checkpoint|tile/(entries|\d)/(x\d\d\d/)*\d\d\d(\.p/\d+)?)"
                    r"|objects/[0-9a-f-]{36}/\d+(\.leaves)?)"
                    r"|[a-z_]+(-[0-9a-f]+)?(\.manifest|\.notice)?(\.json)?\.roles"  # goes last, and is nothing by itself
                    r"|passphrase|request\.json|x[ab]\.[a-z]+\.pem(\.card)?|opened\.\d+/.*")


def folds(xa, xb):
    one, other = (machine.ask("case", "node", CASE) for machine in (xa, xb))
    for case in (one, other):
        case.pop("next", None)
        for statement in case.get("statements", []):
            statement.pop("ledger_index")  # of the ledger of the node that was asked
    if one != other or not one:
        yield f"the folds differ: {one} and {other}"


def effects(xa, xb):
    held = documents(xa)
    acts = [one for one in held if one[0] != "technical_receipt"]
    for one in set(acts):
        if acts.count(one) != 1:
            yield f"{one[0]} stands {acts.count(one)} times"
    if len(held) != 2 * len(acts):
        yield f"{len(acts)} statements have {len(held) - len(acts)} receipts"
    for machine, queue in ((xa, "outbox"), (xb, "inbox")):
        found = machine.ask(queue, "node")
        if len(found.get("cases", [])) != 1:
            yield f"{machine.name} has {len(found.get('cases', []))} cases"
        if found.get("quarantine"):
            yield f"{machine.name} refused a letter: {found['quarantine']}"


def promises(promised):
    for machine, digest in promised:
        entry = machine.ask("ledger", "prove", "node", digest)
        if not entry:
            yield f"{machine.name} said that {digest} is signed, and has no proof of it"


def ledgers(machine):
    bin_folder, out = machine.bin, machine.root.parent / (machine.name + "-log")
    said = subprocess.run([bin_folder / "comity", "ledger", "export", "node", out], cwd=machine.root,
                          capture_output=True, text=True, check=False)
    key = re.search(r"^vkey: (.*)$", said.stdout, re.MULTILINE)
    if said.returncode != 0 or not key:
        yield f"the ledger of {machine.name} cannot be exported: {said.stderr}"
        return
    verified = subprocess.run([bin_folder / "comity", "ledger", "verify", out, "--vkey", key[1]],
                              capture_output=True, text=True, check=False)
    if verified.returncode != 0:
        yield f"the ledger of {machine.name} does not verify: {verified.stderr}"


def proofs(machine, trust):
    """Every statement with its slip and its receipts, as a court would check them."""
    out = machine.root.parent / (machine.name + "-court")
    made = subprocess.run([machine.bin / "comity", "bundle", "node", CASE, out], cwd=machine.root,
                          capture_output=True, text=True, check=False)
    if made.returncode != 0:
        yield f"{machine.name} cannot make the bundle: {made.stdout}{made.stderr}"
        return
    found = subprocess.run([machine.bin / "comity-verify", out, "--trust", trust], capture_output=True, text=True,
                           check=False)
    if found.returncode == 1 or re.search(r"^(altered|wrong|failed)", found.stdout, re.MULTILINE):
        yield f"a proof of {machine.name} fails: {found.stdout[-1500:]}"


def alarms(machine):
    for line in ALARMS.finditer(machine.log.read_text(encoding="utf-8", errors="replace")):
        yield f"{machine.name} says: {line[0]}"


def database(machine):
    """The stopped node's tables by themselves."""
    if "PGSERVICEFILE" in machine.settings:
        yield from tables(machine, lambda question: counted_there(machine, question))
        return
    with sqlite3.connect(f"file:{machine.root}/node/store.sqlite", uri=True) as rows:
        if rows.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            yield f"{machine.name}: the database is damaged"
        yield from tables(machine, lambda question: rows.execute(question).fetchone()[0])


def counted_there(machine, question):
    done = subprocess.run(["psql", "-XqAt", "-d", "service=" + machine.name, "-c", question], capture_output=True,
                          text=True, check=True)
    return int(done.stdout)


def tables(machine, count):
    if count("SELECT count(*) FROM fork_proof"):
        yield f"{machine.name} holds proof that its peer's ledger forked"
    if count("SELECT count(*) FROM outbound WHERE statement NOT IN (SELECT digest FROM statement)"):
        yield f"{machine.name} has a letter without its statement"
    if count("SELECT count(*) FROM statement WHERE digest NOT IN (SELECT key FROM entry WHERE idx IS NOT NULL)"):
        yield f"{machine.name} has a statement outside its ledger"
    if count("SELECT count(*) FROM entry WHERE idx IS NOT NULL") != count("SELECT count(DISTINCT idx) FROM entry"):
        yield f"{machine.name} has two entries at one place"
    if count("SELECT count(*) FROM inbound WHERE waiting = 1"):
        yield f"{machine.name} has letters that nobody judged"


def abandoned(machine):
    """Sealed objects of a delivery that was interrupted before its package was known. The node does not take them away:
    a limit that docs/testing.md names, counted and not judged."""
    with sqlite3.connect(f"file:{machine.root}/node/store.sqlite", uri=True) as rows:
        known = {bytes(row[0]).hex() for row in rows.execute("SELECT package_id FROM package")}
    return [one.name for one in (machine.root / "node" / "objects").glob("*") if one.name.replace("-", "") not in known]


def leftovers(machine):
    for path in machine.root.rglob("*"):
        name = str(path.relative_to(machine.root))
        if path.is_file() and not PLACES.fullmatch(name):
            yield f"{machine.name} left {name}"
        if path.is_file() and not name.startswith("opened.") and MARKER in path.read_bytes():
            yield f"{machine.name} has evidence in clear in {name}"
    evidence = (machine.root.parent / "evidence.bin").read_bytes()
    for path in machine.root.glob("opened.*/*"):
        if path.read_bytes() != evidence:
            yield f"{machine.name} shows a half-written file: {path.name}"
    for path in (*machine.keep.rglob("*"), *(machine.root.parent / "tmp").rglob("*")):
        if path.is_file() and "opened." not in str(path) and MARKER in path.read_bytes():
            yield f"{machine.name} wrote evidence in clear: {path.name}"


def served(xa, xb, promised, trust):
    """While both nodes run."""
    yield from folds(xa, xb)
    yield from effects(xa, xb)
    yield from promises(promised)
    for machine in (xa, xb):
        yield from ledgers(machine)
        yield from proofs(machine, trust)
        yield from alarms(machine)


def stopped(xa, xb):
    for machine in (xa, xb):
        yield from database(machine)
        yield from leftovers(machine)
