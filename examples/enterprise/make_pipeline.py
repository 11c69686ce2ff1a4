#!/usr/bin/env python3
"""Makes up `pipeline.jsonl`: 240 opportunities of a company that does not exist, the same each time.

    python3 examples/enterprise/make_pipeline.py > examples/enterprise/pipeline.jsonl

Each has a truth (how far the sale has really come), a claim that is as a rule bolder, and evidence as careful as its
owner. Nothing here comes from a real pipeline.
"""

import json
import random
from datetime import date, timedelta

TODAY = date(2026, 11, 23)
chance = random.Random(20261123)

# Owners, by how much bolder they claim than they have earned, and how well they write down what buyers say.
OWNERS = {"Ida": (0.2, 0.85), "Jon": (0.75, 0.35), "Kim": (0.45, 0.6), "Lin": (0.3, 0.75), "Mae": (0.6, 0.5), "Noa": (0.5, 0.55)}
SOURCES = ["Partner", "Inbound", "Outbound"]
FIRST = "Alder Birch Cedar Dale Elm Fern Grove Heath Ivy Juniper Knoll Laurel Maple North Oak Pine Quarry Ridge Stone Thorn".split()
LAST = ["Foods", "Freight", "Mills", "Labs", "Port", "Insurance", "Energy", "Retail", "Works", "Clinics"]
GOALS = ["Cut churn by a tenth", "Close the books in three days", "One view of stock over all stores", "Halve the returns",
         "Answer claims within a day", "Plan shifts without overtime", "Ship on the promised day"]


def ago(least, most):
    return (TODAY - timedelta(days=chance.randint(least, most))).isoformat()


def ahead(least, most):
    return (TODAY + timedelta(days=chance.randint(least, most))).isoformat()


def likely(probability):
    return chance.random() < probability


def money(middle):
    return int(round(middle * chance.lognormvariate(0, 0.6), -3)) or 5000


def company(place):
    return f"{FIRST[place % len(FIRST)]} {LAST[place // len(FIRST) % len(LAST)]}"


def evidence(value, care, fresh=(1, 80)):
    """A value as its owner has written it down: well, by hearsay, long ago, or bare."""
    if likely(care):
        by = chance.choice(["buyer_said", "buyer_wrote", "buyer_wrote"])
        return {"value": value, "by": by, "on": ago(*fresh), "ref": f"mail-{chance.randint(100, 999)}"}
    kind = chance.choice(["opinion", "old", "bare", "said"])
    if kind == "opinion":
        return {"value": value, "by": "opinion", "on": ago(1, 120)}
    if kind == "old":
        return {"value": value, "by": "buyer_wrote", "on": ago(100, 300)}
    if kind == "said":
        return {"value": value, "by": "buyer_said", "on": ago(5, 60)}
    return value


def claimed(stages, truth, boldness):
    bolder = sum(likely(boldness) for _ in range(2))
    return stages[min(len(stages) - 1, truth + bolder)]


def new_name(place, row, owner):
    boldness, care = OWNERS[owner]
    truth = chance.choices([0, 1, 2], [5, 3, 2])[0]
    amount = money(110_000)
    row |= {"Type": "New Business", "Amount": amount,
            "Stage": claimed(["Prospecting", "Evaluation", "Negotiation"], truth, boldness)}
    row["Lead Source"] = chance.choices(SOURCES, [2, 4, 4])[0]
    row["account"] = {"name": company(place), "employees": int(chance.lognormvariate(7.2, 1.1)) + 120}
    row["Close Date"] = ahead(-10, 150)
    row["last_activity"] = ago(0, 25) if likely(0.75) else ago(31, 130)
    if truth >= 1 or likely(0.45):
        row["goal"] = evidence(chance.choice(GOALS), 0.95 if truth else care)
    if truth >= 1 or likely(0.5):
        row["cost_of_problem"] = evidence(int(amount * chance.uniform(0.7, 4)) if truth == 0 else amount * 3, care)
    if likely(0.3 + 0.2 * truth):
        row["budget"] = evidence(int(amount * chance.choice([0.2, 0.6, 0.8, 1, 1, 1.1])), care)
    if likely(0.8):
        row["incumbent"] = likely(0.45)
    contacts = []
    if truth >= 1 or likely(0.5):
        contacts.append({"name": "Uma", "role": "user", "stance": chance.choice(["in_favor", "neutral"]), "met_on": ago(3, 90)})
    if truth >= 1:
        contacts.append({"name": "Vic", "role": "user", "stance": "in_favor", "met_on": ago(3, 60)})
    if truth >= 2 or likely(0.25):
        stance = chance.choices(["in_favor", "neutral", "against"], [6, 3, 1])[0]
        contacts.append({"name": "Wes", "role": "economic_buyer", "stance": stance, "met_on": ago(3, 60)})
    if contacts:
        row["contacts"] = contacts
    if truth >= 2 or likely(0.35):
        row["champion_confirmed"] = evidence(True, care if truth < 2 else 0.95)
    if truth >= 2 and likely(0.6):
        row["decision_on"] = evidence(ahead(-5, 60), care)
        row["discount"] = chance.choice([0, 5, 10, 18, 25])
        row["term"] = chance.choice([365, 365, 730, 1095])
        row["paper"] = evidence(chance.choice(["Our paper", "Their paper", "Agreed"]), care)
    if amount >= 400_000 and likely(0.5):
        row["security_cleared"] = likely(0.5)


def renewal(place, row, owner):
    boldness, care = OWNERS[owner]
    amount = money(80_000)
    truth = chance.choice([0, 0, 1])
    row |= {"Type": "Renewal", "Amount": amount, "Stage": claimed(["Upcoming", "In Negotiation"], truth, boldness)}
    row["contract_ends"] = ahead(5, 180)
    if likely(0.9):
        row["adoption"] = round(chance.betavariate(3, 2), 2)
    if likely(0.6):
        row["auto_renews"] = evidence(likely(0.7), care)
    row["account"] = {"name": company(place), "employees": int(chance.lognormvariate(7, 1)) + 150,
                      "support": {"open_tickets": chance.randint(0, 6), "satisfaction": chance.choice([35, 55, 70, 85, 95, None])}}
    met = ago(5, 260)
    row["contacts"] = [{"name": "Xia", "role": "champion", "stance": "in_favor", "met_on": {"value": met, "on": met}}]
    if truth or likely(0.3):
        row["quotes"] = [{"number": f"R-{place}", "total": amount, "sent_on": ago(2, 40), "accepted": likely(0.5)}]


def add_on(place, row, owner):
    boldness, care = OWNERS[owner]
    amount = money(30_000)
    truth = chance.choice([0, 1])
    row |= {"Type": "Upsell", "Amount": amount, "Stage": claimed(["Discovery", "Proposal"], truth, boldness)}
    row["contract_ends"] = ahead(30, 400)
    if likely(0.85):
        row["adoption"] = round(chance.betavariate(4, 2), 2)
    if truth or likely(0.5):
        row["goal"] = evidence("Roll out to the second site", care)
    if likely(0.6):
        row["budget"] = evidence(int(amount * chance.choice([0.7, 1, 1.1])), care)
    if likely(0.5):
        row["champion_confirmed"] = evidence(True, care)
    if likely(0.4):
        row["contacts"] = [{"name": "Yul", "role": "economic_buyer", "stance": "in_favor", "met_on": ago(3, 60)}]
    row["account"] = {"name": company(place), "employees": int(chance.lognormvariate(7, 1)) + 150}


CLOSED = {"Renewal": ["Renewed", "Renewed", "Churned"], "Upsell": ["Closed Won", "Closed Lost"],
          "New Business": ["Closed Won", "Closed Lost", "Closed Lost", "Closed - We Withdrew"]}

for place in range(1, 241):
    owner = chance.choice(list(OWNERS))
    row = {"Opportunity ID": f"P-{place:03}", "owner": owner, "opened_on": ago(20, 300)}
    make = chance.choices([new_name, renewal, add_on], [6, 2, 2])[0]
    make(place, row, owner)
    if likely(0.12):
        row["Stage"] = chance.choice(CLOSED[row["Type"]])
    if likely(0.02):
        del row["Amount"]
    if likely(0.01):
        del row["Type"]
    if place in (77, 158):
        row["Amount"] = "tbc"
    print(json.dumps(row))
