#!/usr/bin/env python3
"""Adds a made-up record to a copy of the tree, as CONTRIBUTING.md says, and tries it over HTTP.

    tests/new-record/run.py [FOLDER]

Prints which files the record brings and which shared lists it enters, builds the copy in FOLDER (a new one beside the target directory,
removed at the end, if none is named), serves it on SQLite, and makes, finds, changes, archives and bulk-writes recipes. It fails where
anything does not work as for every other record. It takes a build of the program, and the standard library of Python.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).resolve().parent / "files"

# The lists that the record enters: the file, before what, and its line.
LISTS = [
    (
        "entity/src/records.rs",
        "            /// The workspace itself",
        '            /// How a dish is made.\n            recipe: Recipe = "RECIPE", RecipeId = "recipe", found by \'r\';\n',
    ),
    ("migration/src/lib.rs", "}\n<end>", "    m20991231_000001_recipes;\n"),
    ("api/src/lib.rs", "}\n<end>", "    recipes;\n"),
]


def copy(tree):
    """What git knows of and has not deleted, with what is not committed yet, and the dependencies that were compiled for it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    # Links are enough for what is only read. What is compiled of the tree itself is not taken over, so that nothing of it is written to.
    compiled = tree / "target/debug"
    compiled.mkdir(parents=True)
    for part, how in (("build", "-al"), ("deps", "-al"), (".fingerprint", "-a")):
        if (ROOT / "target/debug" / part).is_dir():
            subprocess.run(["cp", how, ROOT / "target/debug" / part, compiled / part], check=False)
    for own in [manifest.parent.name for manifest in ROOT.glob("*/Cargo.toml")] + ["rapport", "it"]:
        for name in (f"deps/{own}-*", f"deps/lib{own}-*", f".fingerprint/{own}-*", f"build/{own}-*"):
            for path in compiled.glob(name):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def add(tree):
    """Follows CONTRIBUTING.md."""
    new = sorted(path.relative_to(FILES) for path in FILES.rglob("*.rs"))
    for name in new:
        assert not (tree / name).exists(), f"{name} is there already"
        (tree / name).parent.mkdir(exist_ok=True)
        shutil.copy(FILES / name, tree / name)
    for name, before, line in LISTS:
        text = (tree / name).read_text() + "<end>"
        assert text.count(before) == 1, f"{name} has not one place before {before!r}"
        (tree / name).write_text(text.replace(before, line + before).removesuffix("<end>"))
    print(f"new files: {len(new)}", *new, sep="\n  ")
    print(f"shared files: {len(LISTS)}", *(name for name, _, _ in LISTS), sep="\n  ")


def build(tree):
    environment = {key: value for key, value in os.environ.items() if key != "CARGO_TARGET_DIR"}
    # With the tests, for whose features the dependencies were compiled.
    subprocess.run(["cargo", "build", "-j", "2", "-p", "api", "-p", "tests"], cwd=tree, env=environment, check=True)
    return tree / "target/debug/rapport"


class Server:
    def __init__(self, program, data):
        # The database is a file in the folder; the port is whichever is free.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("RAPPORT_")} | {"RUST_LOG": "warn"}
        command = [program, "serve", "--data", data, "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        line = next((line for line in self.process.stdout if "Rapport serves" in line), None)
        assert line, "the server does not start"
        self.url, self.token = line.split()[2] + "graphql", None

    def ask(self, query, **variables):
        """The data of an answer."""
        headers = {"content-type": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        body = json.dumps({"query": query, "variables": variables}).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=60) as response:
            answer = json.load(response)
        assert "errors" not in answer, f"{query}: {answer}"
        return answer["data"]

    def write(self, query, **variables):
        """The payload of a mutation that is done."""
        (payload,) = self.ask(query, **variables).values()
        rows = payload.get("rows") or []
        wrong = payload["userErrors"] + [error for row in rows for error in row["userErrors"]]
        assert not wrong, f"{query}: {wrong}"
        return payload


def same(found, wanted):
    assert found == wanted, f"{found} is not {wanted}"


ERRORS = "userErrors { code message path }"
ROWS = f"rows {{ status {ERRORS} }} counts {{ created updated }} {ERRORS}"
RECIPE = "recipe { id name kind sourceUrl servings cookedWith { displayName } revision archivedAt }"
CREATE = f"mutation($input: CreateRecipeInput!) {{ createRecipe(input: $input) {{ {RECIPE} {ERRORS} }} }}"


def names(server, arguments):
    nodes = server.ask(f"{{ recipes({arguments}) {{ nodes {{ name }} }} }}")["recipes"]["nodes"]
    return [node["name"] for node in nodes]


def one_by_one(server):
    person = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { person { id } userErrors { message } } }"
    ana = server.write(person, input={"displayName": "Ana"})["person"]["id"]
    crumble = {"name": "Äpple crumble", "kind": "DESSERT", "sourceUrl": "https://example.org/crumble", "servings": 4, "cookedWithId": ana}
    made = server.write(CREATE, input=crumble)["recipe"]
    assert made["id"].startswith("recipe_"), made
    shown = {**crumble, "id": made["id"], "cookedWith": {"displayName": "Ana"}, "revision": 1, "archivedAt": None}
    del shown["cookedWithId"]
    same(made, shown)
    server.write(CREATE, input={"name": "Zander", "kind": "MAIN", "servings": 2})

    wrong = {"name": " ", "kind": "MAIN", "servings": 0, "cookedWithId": "person_01h455vb4pex5vsknk084sn02q"}
    errors = server.ask(CREATE, input=wrong)["createRecipe"]["userErrors"]
    same(
        sorted((error["code"], error["path"][-1]) for error in errors),
        [("INVALID", "servings"), ("NOT_FOUND", "cookedWithId"), ("REQUIRED", "name")],
    )

    for arguments, found in [
        ("", ["Äpple crumble", "Zander"]),
        ("orderBy: { field: NAME, direction: DESC }", ["Zander", "Äpple crumble"]),
        ("orderBy: { field: CREATED_AT, direction: DESC }", ["Zander", "Äpple crumble"]),
        ('search: "apple"', ["Äpple crumble"]),
        ('search: "zan"', ["Zander"]),
        ('search: "bread"', []),
        ('filter: { name: { contains: "APPLE" } }', ["Äpple crumble"]),
        ("filter: { kind: { in: [MAIN] } }", ["Zander"]),
        ("filter: { servings: { gte: 3 } }", ["Äpple crumble"]),
        (f'filter: {{ cookedWithId: {{ eq: "{ana}" }} }}', ["Äpple crumble"]),
        ("filter: { cookedWithId: { isNull: true } }", ["Zander"]),
    ]:
        same(names(server, arguments or "first: 10"), found)

    update = f"mutation($id: ID!, $input: UpdateRecipeInput!, $seen: Int) {{ updateRecipe(id: $id, input: $input, expectedRevision: $seen) {{ {RECIPE} {ERRORS} }} }}"
    changed = server.write(update, id=made["id"], input={"name": "Apple crumble", "servings": None}, seen=1)["recipe"]
    same(changed, {**shown, "name": "Apple crumble", "servings": None, "revision": 2})
    stale = server.ask(update, id=made["id"], input={"name": "Other"}, seen=1)["updateRecipe"]["userErrors"]
    same([error["code"] for error in stale], ["CONFLICT"])

    for verb, left in [("archive", ["Zander"]), ("restore", ["Apple crumble", "Zander"])]:
        done = server.write(f"mutation($id: ID!) {{ {verb}Recipe(id: $id) {{ {RECIPE} {ERRORS} }} }}", id=made["id"])["recipe"]
        assert (done["archivedAt"] is None) == (verb == "restore"), done
        same(names(server, "first: 10"), left)
        same(names(server, "includeArchived: true"), ["Apple crumble", "Zander"])

    node = server.ask("query($id: ID!) { node(id: $id) { __typename ... on Recipe { name } } recipe(id: $id) { name } }", id=made["id"])
    same(node, {"node": {"__typename": "Recipe", "name": "Apple crumble"}, "recipe": {"name": "Apple crumble"}})
    changes = server.ask("{ changes(after: 0, types: [RECIPE]) { changes { op recordId record { id } } } }")["changes"]["changes"]
    same([change["op"] for change in changes], ["CREATE", "CREATE", "UPDATE", "ARCHIVE", "RESTORE"])
    assert all(change["recordId"] == change["record"]["id"] for change in changes), changes


def in_bulk(server):
    many = [{"name": f"Soup {number:03}", "kind": "MAIN", "servings": number % 5 + 1} for number in range(300)]
    made = server.write(f"mutation($rows: [CreateRecipeInput!]!) {{ createRecipes(rows: $rows) {{ {ROWS} }} }}", rows=many)
    same(made["counts"], {"created": 300, "updated": 0})
    same(names(server, 'search: "soup 299"'), ["Soup 299"])
    where = f"mutation($where: RecipeFilter!, $input: UpdateRecipeInput!) {{ updateRecipesWhere(where: $where, input: $input, maxAffected: 60) {{ {ROWS} }} }}"
    changed = server.write(where, where={"servings": {"eq": 5}}, input={"kind": "DESSERT"})
    same(changed["counts"], {"created": 0, "updated": 60})

    ids = [node["id"] for node in server.ask('{ recipes(search: "soup", first: 2) { nodes { id } } }')["recipes"]["nodes"]]
    rows = [
        {"name": "createRecipe", "variables": {"input": {"name": "Bread", "kind": "MAIN"}}},
        {"name": "updateRecipe", "variables": {"id": ids[0], "input": {"name": "Broth"}}},
        {"name": "archiveRecipe", "variables": {"id": ids[1]}},
    ]
    apply = f"mutation($rows: [MutationRowInput!]!) {{ applyMutations(mutations: $rows) {{ {ROWS} }} }}"
    same(server.write(apply, rows=rows)["counts"], {"created": 1, "updated": 2})
    same(names(server, 'search: "br"'), ["Bread", "Broth"])


def try_out(program, data):
    server = Server(program, data)
    try:
        owner = {"email": "cook@example.org", "password": "correct horse", "displayName": "Cook"}
        sign_up = "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } userErrors { message } } }"
        server.token = server.write(sign_up, input=owner)["session"]["accessToken"]
        one_by_one(server)
        in_bulk(server)
    finally:
        server.process.terminate()
        server.process.wait()
    print("recipes are made, found, changed, archived and written in bulk like every other record")


def main():
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1]).resolve()
        folder.mkdir(parents=True)
    else:
        (ROOT / "target").mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="new-record-", dir=ROOT / "target"))
    try:
        tree = folder / "tree"
        tree.mkdir()
        (folder / "data").mkdir()
        copy(tree)
        add(tree)
        try_out(build(tree), folder / "data")
    finally:
        if len(sys.argv) < 2:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
