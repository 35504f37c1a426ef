#!/usr/bin/env python3
"""docs/protocol/case.md sections 2 to 6, written from the page: reads vectors, one JSON object a line,
and says where the fold differs. Usage: case.py data/casework.json [VECTORS ...] (else standard input)."""
import heapq
import json
import sys

DECISIONS = {"decision_grant", "decision_grant_conditions", "decision_partial",
             "decision_postponement", "decision_refusal"}


class Tables:
    def __init__(self, data):
        self.machines = {m: data["state_machines"][m] for m in data["offered_machines"]}
        named = {m: {d for t in x["transitions"] for d in t["documents"]}
                 for m, x in data["state_machines"].items()}
        everywhere = set().union(*named.values())
        beside = set().union(*(named[m] for m in "UODN"))
        loose = set(data["documents"]) - everywhere | beside | {"usage_report", "progress_report"}
        self.named = named
        self.joining = {k for k, x in data["kinds"].items() if "joins" in x}
        self.noted = {m: loose - named[m] for m in self.machines}
        self.states = {m: {x["initial"]} | {t["to"] for t in x["transitions"]}
                       for m, x in self.machines.items()}

    def machine_of(self, kind):
        if kind in self.joining:
            return None
        return next((m for m, x in self.machines.items() if kind in x["kinds"]), None)


def starts(row, state):
    return row["from"] == state or state in row.get("also_from", ())


class Case:
    def __init__(self, tables, statements):
        self.tables = tables
        self.by = {s["digest"]: s for s in statements}
        self.order_statements()
        self.opening = next((d for d in self.order if not self.by[d]["after"]
                             and self.by[d]["document"] == "request"), None)
        self.machine = tables.machine_of(self.by[self.opening]["kind"]) if self.opening else None
        if self.machine is None:
            return
        self.rows = tables.machines[self.machine]["transitions"]
        self.own = {}  # digest -> step in the author's view
        for digest in self.order:
            place = self.fold(self.past[digest])[0]
            self.own[digest] = self.step(place, digest)
        self.place, self.steps, self.lost = self.fold(set(self.order))

    def order_statements(self):
        parents = {d: set(s["after"]) for d, s in self.by.items()}
        ready = [d for d in parents if not parents[d]]
        heapq.heapify(ready)
        self.order, self.past = [], {}
        while ready:
            digest = heapq.heappop(ready)
            self.order.append(digest)
            self.past[digest] = set().union(parents[digest], *(self.past[p] for p in parents[digest]))
            for child in parents:
                if digest in parents[child] and parents[child] <= set(self.order):
                    heapq.heappush(ready, child)

    def concurrent(self, a, b):
        return a != b and a not in self.past[b] and b not in self.past[a]

    def holds(self, row, s):
        facts = s["facts"]
        when = row.get("when")
        accepts = facts.get("accepted", False)
        if when is None:
            return s["document"] != "technical_receipt" or (
                accepts and facts["receipted"] == self.opening)
        if when.startswith("forwarded_to"):
            return facts["forwarded"] == when.endswith("set")
        if when.startswith("outcome = "):
            return facts["outcome"] == when[len("outcome = "):]
        if when.startswith("ground"):
            return facts["ground"] == when[len("ground = "):].split(" ")[0]
        return accepts and self.by[self.opening]["statement_id"] in facts["cites"]

    def places(self, state, side):
        reached = [state]
        for at in reached:
            for row in self.rows:
                if row.get("private") == side and starts(row, at) and row["to"] not in reached:
                    reached.append(row["to"])
        return reached

    def step(self, place, digest):
        """Changes the place; returns a dictionary with effect, from, to, aim, code, also."""
        s = self.by[digest]
        document = s["document"]
        refused = lambda code: {"effect": "crossed", "code": code}
        if (document == "request" or not s["after"]) and digest != self.opening:
            return refused("CASE-07")
        code = "CASE-05" if document in self.tables.named[self.machine] else "CASE-03"
        for at in self.places(place["state"], s["side"]):
            for row in self.rows:
                if document not in row["documents"] or not starts(row, at):
                    continue
                if row["side"] != s["side"]:
                    code = "CASE-04"
                elif not self.holds(row, s):
                    code = "CASE-06"
                else:
                    return self.apply_row(place, row, digest)
        if place["state"] == "draft":
            return refused("CASE-05")
        if document == "technical_receipt":
            return {"effect": "noted"}
        if document not in self.tables.noted[self.machine]:
            return refused(code)
        if document == "breach_notice" and not place["delivered"]:
            return refused("CASE-09")
        return {"effect": "noted"}

    def apply_row(self, place, row, digest):
        document = self.by[digest]["document"]
        also, left = [], []
        if len(row["documents"]) > 1:
            held = place["held"]
            if document in (self.by[d]["document"] for d in held):
                return {"effect": "crossed", "code": "CASE-05"}
            if {self.by[d]["document"] for d in held} | {document} != set(row["documents"]):
                place["held"] = held + [digest]
                return {"effect": "awaiting_companion", "aim": row["to"]}
            also, place["held"] = held, []
        before = place["state"]
        after = before if row.get("keeps_state") else row["to"]
        if row.get("hands_over"):
            place["delivered"] = True
        if after != before:
            left, place["held"] = place["held"], []
        place["state"] = after
        return {"effect": "applied", "from": before, "to": after, "aim": after, "also": also,
                "left": left}

    def decides(self, winner, loser):
        w, l = self.by[winner]["document"], self.by[loser]["document"]
        has = lambda state: state in self.tables.states[self.machine]
        if w == "delivery_notice" and l == "withdrawal" and has("delivered"):
            return "X-5"
        if w == "withdrawal" and l in DECISIONS:
            return "X-1" if l == "decision_grant" else "X-4"
        if w in DECISIONS and l == "extension":
            return "X-6"
        if w == "deletion_certificate" and l == "extension" and has("extended"):
            return "X-2"
        if w == "extension" and l == "lapse_notice" and has("extended"):
            return "X-2"
        if w == "supplement" and l == "lapse_notice" and has("under_review"):
            return "X-3"
        return None

    def counting(self, members):
        named = [(c, self.by[c]["facts"]["counts"]) for c in members
                 if self.by[c]["document"] == "correction" and "counts" in self.by[c]["facts"]
                 and self.by[c]["facts"]["counts"] in self.past[c]]
        named = [(c, d) for c, d in named if self.by[d]["document"] in DECISIONS
                 and self.by[d]["side"] == self.by[c]["side"]]
        return {d for c, d in named if not any(
            (e == d or self.concurrent(e, d)) and
            (c in self.past[o] or (self.concurrent(o, c) and e != d)) for o, e in named)}

    def fold(self, subset):
        members = [d for d in self.order if d in subset and self.own[d]["effect"] != "crossed"]
        lost = {}
        decisions = [d for d in members if self.by[d]["document"] in DECISIONS]
        counting = self.counting(members)
        for d in decisions:
            rivals = [e for e in decisions
                      if self.concurrent(d, e) and self.by[d]["side"] == self.by[e]["side"]]
            if rivals and d not in counting:
                lost[d] = ("X-7", rivals[0])
        rank = ["delivery_notice", "withdrawal", "decision", "deletion_certificate", "extension",
                "supplement"]
        kind = lambda d: "decision" if d in decisions else self.by[d]["document"]
        winners = sorted((d for d in members if kind(d) in rank),
                         key=lambda d: (rank.index(kind(d)), members.index(d)))
        at = 0
        while at < len(winners):
            winner, at = winners[at], at + 1
            if winner in lost:
                continue
            losers = {e: (self.decides(winner, e), winner) for e in members if e not in lost
                      and self.concurrent(winner, e) and self.decides(winner, e)}
            if losers and self.run(members, lost | losers)[1][winner]["effect"] == "applied":
                lost, at = lost | losers, 0
        return (*self.run(members, lost), lost)

    def run(self, members, lost):
        place = {"state": "draft", "delivered": False, "held": []}
        steps = {}
        for d in members:
            if d in lost:
                continue
            trial = dict(place)
            done = self.step(trial, d)
            stays = done.get("from") == done.get("to") and done["effect"] != "awaiting_companion"
            meant = stays or done.get("aim") == self.own[d].get("aim")
            if done["effect"] == "crossed" or not meant:
                steps[d] = {"effect": "crossed", "code": "CASE-08"}
                continue
            place = trial
            steps[d] = done
            for other in done.get("also", ()):
                steps[other] = dict(done)
            for other in done.get("left", ()):
                steps[other] = {"effect": "crossed", "code": "CASE-10"}
        return place, steps

    def standing(self, d):
        if d in self.lost:
            return {"standing": "crossed", "code": "CASE-11", "crossing": self.lost[d][0],
                    "against": self.lost[d][1]}
        step = self.steps.get(d, self.own[d])
        return {"standing": step["effect"], "from": step.get("from", ""), "to": step.get("to", ""),
                "code": step.get("code", "")}


def differences(tables, vector):
    case = Case(tables, vector["statements"])
    if case.machine and case.place["state"] != vector["state"]:
        yield "state", case.place["state"], vector["state"]
    heads = sorted(d for d in case.order if not any(d in case.by[e]["after"] for e in case.order))
    if heads != vector["heads"]:
        yield "heads", heads, vector["heads"]
    missing = sorted({p for d in case.by if d not in case.order for p in case.by[d]["after"]
                      if p not in case.by})
    if missing != vector["awaited"]:
        yield "awaited", missing, vector["awaited"]
    for given in vector["standings"]:
        d = given["digest"]
        found = {"standing": "waiting", "code": "CASE-02"} if d not in case.order else case.standing(d)
        for name in ("standing", "from", "to", "code", "crossing", "against"):
            if found.get(name, "") != given[name]:
                yield d[:8] + " " + case.by[d]["document"] + " " + name, found.get(name), given[name]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        tables = Tables(json.load(file))
    sources = [open(name, encoding="utf-8") for name in sys.argv[2:]] or [sys.stdin]
    count = wrong = 0
    for source in sources:
        for line in source:
            count += 1
            for what, here, there in differences(tables, json.loads(line)):
                wrong += 1
                print(f"case {count}: {what}: {here!r} here, {there!r} in the vector")
    print(f"{count} cases, {wrong} differences")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
