#!/usr/bin/env python3
"""Runs a mutation for each line of a file, as a job of the server, and waits for it.

    RAPPORT_TOKEN=… RAPPORT_URL=http://127.0.0.1:8080 python3 job.py createPerson people.jsonl [--dry-run] [--stop-at-first]

Each line is the variables of the mutation: {"input": {"displayName": "Ana"}}. The token needs BULK, and the scopes of the mutation. Lines that
failed, and those that were not run, are written beside the file as people.failed.jsonl and people.unprocessed.jsonl, ready to be mended and
sent again; then the script ends with 1. It uses the standard library alone.
"""

import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("RAPPORT_URL", "http://127.0.0.1:8080").removesuffix("/graphql")
HEADERS = {"authorization": f"Bearer {os.environ['RAPPORT_TOKEN']}"}


def ask(method, path, body=None, headers=None):
    """The answer to a request, to be read."""
    request = urllib.request.Request(URL + path, body, HEADERS | (headers or {}), method=method)
    try:
        return urllib.request.urlopen(request, timeout=300)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}")


def send(query, variables):
    """The data of an answer."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    answer = json.load(ask("POST", "/graphql", body, {"content-type": "application/json"}))
    if answer.get("errors"):
        raise SystemExit(json.dumps(answer["errors"], indent=2))
    return answer["data"]


def write(query, variables):
    """What a mutation answers, once nothing was wrong with it."""
    payload = next(iter(send(query, variables).values()))
    if payload["userErrors"]:
        raise SystemExit(json.dumps(payload["userErrors"], indent=2))
    return payload


def main(arguments):
    flags = {argument for argument in arguments if argument.startswith("--")}
    mutation, name = [argument for argument in arguments if argument not in flags]
    make = "mutation($name: String) { createUpload(input: { name: $name }) { upload { id path } userErrors { message path } } }"
    upload = write(make, {"name": os.path.basename(name)})["upload"]
    with open(name, "rb") as file:
        # Sent as it is read, so that it may be larger than memory.
        ask("PUT", upload["path"], file, {"content-length": str(os.path.getsize(name))}).read()

    start = "mutation($input: StartJobInput!) { startJob(input: $input) { job { id } userErrors { message path } } }"
    policy = "STOP_AT_FIRST" if "--stop-at-first" in flags else "REJECT_FAILED_ROWS"
    wanted = {"uploadId": upload["id"], "mutation": mutation, "errorPolicy": policy, "dryRun": "--dry-run" in flags}
    job = write(start, {"input": wanted})["job"]
    query = """query($id: ID!) { job(id: $id) { state reason size doneSize createdCount updatedCount unchangedCount rejectedCount
        failedPath unprocessedPath changeSet { id } } }"""
    while True:
        job = send(query, {"id": job["id"]})["job"] | {"id": job["id"]}
        print(f"\r{job['state'].lower()}, {100 * job['doneSize'] // max(job['size'], 1)} %", end="", file=sys.stderr)
        if job["state"] not in ("QUEUED", "RUNNING"):
            break
        time.sleep(0.5)
    print(file=sys.stderr)
    left = False
    for part in ("failed", "unprocessed"):
        if not (job["rejectedCount"] if part == "failed" else job["doneSize"] < job["size"]):
            continue
        left = True
        with open(f"{name.removesuffix('.jsonl')}.{part}.jsonl", "wb") as file:
            shutil.copyfileobj(ask("GET", job[f"{part}Path"]), file)
    print(json.dumps({key: job[key] for key in job if key.endswith("Count") or key in ("id", "state", "reason", "changeSet")}))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
