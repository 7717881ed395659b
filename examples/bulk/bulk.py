#!/usr/bin/env python3
"""Many records in few requests: tags 500 people, moves 300 into a circle, logs 1,000 interactions and sets 2,000 headlines.

    RAPPORT_TOKEN=… RAPPORT_URL=http://127.0.0.1:8080/graphql python3 bulk.py

The token needs PEOPLE_READ, PEOPLE_WRITE and INTERACTIONS_WRITE. The people are those who are first by name. It may be run again: what is
so already stays as it is. It uses the standard library alone.
"""

import json
import os
import secrets
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

URL = os.environ.get("RAPPORT_URL", "http://127.0.0.1:8080/graphql")
TOKEN = os.environ["RAPPORT_TOKEN"]
ROWS = 500  # what one request takes
SENT = datetime(2026, 2, 2, 12, tzinfo=timezone.utc)  # when the newsletter went out
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def send(query, variables):
    """The data of an answer. Asked again where none came, which does no harm: ids are ours, and what is so already stays so."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers = {"content-type": "application/json", "authorization": f"Bearer {TOKEN}"}
    for attempt in range(4):
        try:
            with urllib.request.urlopen(urllib.request.Request(URL, body, headers), timeout=120) as response:
                answer = json.load(response)
            break
        except urllib.error.HTTPError as error:
            answer = json.load(error)
            break
        except OSError:
            if attempt == 3:
                raise
            time.sleep(2**attempt)
    if answer.get("errors"):
        raise SystemExit(json.dumps(answer["errors"], indent=2))
    return answer["data"]


def write(what, name, query, requests):
    """Sends a mutation for each of these variables, and tells what came of all."""
    counts = {}
    for variables in requests:
        payload = send(query, variables)[name]
        wrong = payload["userErrors"] + [error for row in payload.get("rows", []) for error in row["userErrors"]]
        if wrong:
            raise SystemExit(json.dumps(wrong, indent=2))
        for count, number in (payload.get("counts") or payload).items():
            if isinstance(number, int):
                counts[count] = counts.get(count, 0) + number
    told = ", ".join(f"{number} {count}" for count, number in counts.items() if number)
    print(f"{what}: {len(requests)} request{'' if len(requests) == 1 else 's'}, {told}")


def chunks(entries):
    return [entries[start : start + ROWS] for start in range(0, len(entries), ROWS)]


def new_id(prefix):
    """An id as the server makes them: a UUID of version 7 in the letters of base 32, behind its type."""
    number = (time.time_ns() // 1_000_000) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return prefix + "_" + "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def people(count):
    """The ids of the first people by name."""
    found, after = [], None
    query = "query($after: String) { people(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }"
    while len(found) < count:
        page = send(query, {"after": after})["people"]
        found += [person["id"] for person in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    return found[:count]


def circle(name):
    """The circle of this name; made if there is none."""
    named = send("query($name: String) { circles(search: $name) { nodes { id name } } }", {"name": name})["circles"]["nodes"]
    for known in named:
        if known["name"] == name:
            return known["id"]
    query = "mutation($input: CreateCircleInput!) { createCircle(input: $input) { circle { id } userErrors { message } } }"
    return send(query, {"input": {"name": name}})["createCircle"]["circle"]["id"]


def main():
    ids = people(2_000)
    friends = circle("Newsletter")
    rows = "rows { ref userErrors { code message path } } counts { created updated unchanged } userErrors { code message path }"

    tag = """mutation($people: PeopleSelectionInput!) { tagPeople(people: $people, input: { addTagNames: ["Newsletter"] }) {
        affected unchanged userErrors { code message path } } }"""
    write("tags", "tagPeople", tag, [{"people": {"ids": ids[:500]}}])

    move = """mutation($people: PeopleSelectionInput!, $circle: ID!) { circlePeople(people: $people, input: { addCircleIds: [$circle] }) {
        affected unchanged userErrors { code message path } } }"""
    write("circle", "circlePeople", move, [{"people": {"ids": ids[:300]}, "circle": friends}])

    talks = [
        {
            "id": new_id("interaction"),
            "channel": "EMAIL",
            "happenedAt": (SENT - timedelta(minutes=number)).isoformat(),
            "title": "Newsletter",
            "participantIds": [ids[number % len(ids)]],
        }
        for number in range(1_000)
    ]
    log = f"mutation($rows: [LogInteractionInput!]!) {{ logInteractions(rows: $rows) {{ {rows} }} }}"
    write("interactions", "logInteractions", log, [{"rows": inputs} for inputs in chunks(talks)])

    lines = [{"id": id, "input": {"headline": f"Number {place + 1} of the newsletter"}} for place, id in enumerate(ids)]
    update = f"mutation($rows: [UpdatePersonRow!]!) {{ updatePeople(rows: $rows) {{ {rows} }} }}"
    write("headlines", "updatePeople", update, [{"rows": some} for some in chunks(lines)])


if __name__ == "__main__":
    main()
