"""Scores of a folder of plain tables, from the definitions alone: sixty lines of plain Python."""

# ruff: noqa: ANN001, ANN201, E401, E501, I001, T201
# fmt: off
import csv, json, math, sys
from datetime import datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
ZERO, DAY, NEVER = datetime.fromisoformat("1970-01-01T00:00Z"), 86_400_000_000, 1 << 62
LOSSES = {"brier": lambda p: (1 - p) ** 2, "log_loss": lambda p: -math.log(p) if p else math.inf,
          "spherical_loss": lambda p: 1 - p / math.hypot(p, 1 - p)}  # of the chance of what happened
def rows_of(folder, name):
    return [row for path in Path(folder).glob(name) for row in csv.DictReader(path.open())]
def us(text):
    return (datetime.fromisoformat(text) - ZERO) // timedelta(microseconds=1) if text else NEVER
def ln(p):
    return math.log(min(max(p, 0.001), 0.999))
def stood(rows, opens, ends, retires):
    for row, after in pairwise([*sorted(rows, key=lambda row: us(row["made_at"])), {"made_at": ""}]):
        end = min(us(after["made_at"]), us(row.get("expires_at")), us(retires), ends)
        if (start := max(us(row["made_at"]), opens)) < end and row["probability"]:
            yield start, end, float(row["probability"])
def reference(question, opens, closes):
    k, n = map(int, (question.get("reference_class") or "0/0").split("/"))  # no class is a half
    rate, decays = (k + 0.5) / (n + 1), question.get("by_deadline")
    for a in range(opens, closes, DAY if decays else closes - opens):
        left = (closes - (a + min(a + DAY, closes)) / 2) / (closes - opens)
        yield a, -math.expm1(left * math.log1p(-rate)) if decays else rate
def value(rule, who, p, logs, total):
    if rule in LOSSES:
        return LOSSES[rule](p.get(who, p[None]))
    if rule == "metaculus_baseline":
        return 100 + 100 * ln(p[who]) / math.log(2) if who in p else 0.0
    others = len(logs) - (who in logs)
    return 100 * (ln(p[who]) - (total - logs.get(who, 0)) / others) if who in p and others else 0.0
def judged(q, known, yes, said, people):
    opens, closes, spot = us(q["opens_at"]), us(q["closes_at"]), us(q.get("spot_at"))
    ends, life, base = min(closes, known), closes - opens, dict(reference(q, opens, closes))
    ways = {w: [*stood(rows, opens, ends, people.get(w, {}).get("retired_at"))] for w, rows in said.items()}
    edges = {opens, ends, *base, *(at for way in ways.values() for span in way for at in span[:2])}
    moments = []  # the times between any two changes: every score is a sum over some of them
    for a, b in pairwise(sorted(at for at in edges if opens <= at <= ends)):
        p = {who: p for who, way in ways.items() for s, e, p in way if s <= a < e}
        p[None] = base[max(at for at in base if at <= a)]  # what the reference says
        p = {who: chance if yes else 1 - chance for who, chance in p.items()}
        logs = {w: ln(p[w]) for w in p if w and people.get(w, {}).get("kind") != "baseline"}
        moments.append((a, b, (p, logs, math.fsum(logs.values()))))
    looks = {"scheduled": None, "open": None, "last": ends - 1, "spot": spot, "before-close:7d": closes - 7 * DAY}
    for who, (policy, at) in product(ways, [look for look in looks.items() if look[1] != NEVER]):
        stands = [m for m in moments if who in m[2][0] and (at is None or m[0] <= at < m[1])]
        chosen, over = (moments, life) if policy == "scheduled" else (stands, sum(b - a for a, b, _ in stands))
        why = "known first" if known <= opens else "never stood" if not ways[who] else None
        why = why or (None if chosen else "known by then" if known <= at else "none stood")
        shares = [sum(b - a for a, b, _ in ways[who]) / life, max(0, (ends - opens) / life)]
        for rule in (*LOSSES, "metaculus_baseline", "metaculus_peer"):
            means = [None if why or (w is None and rule not in LOSSES) else
                     math.fsum(value(rule, w, *of) * (b - a) for a, b, of in chosen) / over for w in (who, None)]
            yield [q["question"], who, policy, rule, *means, *shares, len(ways[who]), why]
def scores(folder):
    people = {row["name"]: row for row in rows_of(folder, "forecasters.csv")}
    asked = {row["question"]: row for row in rows_of(folder, "questions.csv")}  # the last row holds
    said = {slug: {} for slug in asked}
    for row in rows_of(folder, "forecasts.csv"):
        said[row["question"]].setdefault(row["forecaster"], []).append(row)
    for slug, answer in {row["question"]: row for row in rows_of(folder, "resolutions.csv")}.items():
        if answer["outcome"] in {"yes", "no"}:
            yield from judged(asked[slug], us(answer["known_at"]), answer["outcome"] == "yes", said[slug], people)
if __name__ == "__main__":
    print(*map(json.dumps, scores(sys.argv[1])), sep="\n")
