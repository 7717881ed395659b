// Reaches the same records by many ways through caches that keep one copy of each, and reads every answer back: it must be what
// the server answered. A record that another one, or another view of itself, has overwritten shows.
//
// RAPPORT_URL, RAPPORT_TOKEN, RAPPORT_EMAIL, RAPPORT_PASSWORD
import assert from "node:assert/strict";
import apollo from "./apollo.mjs";
import graphcache from "./graphcache.mjs";
import relay from "./relay.mjs";
import { document } from "./server.mjs";

const { RAPPORT_EMAIL: email, RAPPORT_PASSWORD: password } = process.env;

// A warning of a library is a finding.
for (const level of ["warn", "error"]) {
  console[level] = (...words) => {
    throw new Error(`a library complains: ${words.map(String).join(" ")}`);
  };
}

// The ids of an answer, of each type some.
const idsOf = (answers) => {
  const found = new Map();
  const walk = (value) => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (value === null || typeof value !== "object") return undefined;
    if (value.id) found.set(value.id, value.id.slice(0, value.id.lastIndexOf("_")));
    return Object.values(value).forEach(walk);
  };
  walk(answers);
  const ids = [];
  for (const kind of new Set(found.values())) {
    ids.push(...[...found.keys()].filter((id) => found.get(id) === kind).slice(0, 8));
  }
  return ids.slice(0, 100);
};

// Without what the libraries add for themselves.
const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => !key.startsWith("__"));
  return Object.fromEntries(kept.map(([key, inner]) => [key, plain(inner)]).sort());
};

const queries = ["accounts", "people", "organizations", "interactions", "agenda", "feed"].map((name) => [name, {}]);

for (const make of [apollo, relay, graphcache]) {
  const cache = make();
  const answers = new Map();
  for (const [name, variables] of queries) {
    answers.set(name, [variables, await cache.run(document(name), variables)]);
  }
  const ids = idsOf([...answers.values()].map(([, answer]) => answer));
  answers.set("nodes", [{ ids }, await cache.run(document("nodes"), { ids })]);
  const signedIn = await cache.run(document("sign-in"), { input: { email, password } });
  assert.equal(signedIn.logIn.userErrors.length, 0);
  for (const [name, [variables, answer]] of answers) {
    const read = await cache.read(document(name), variables);
    assert.deepEqual(plain(read), plain(answer), `${cache.name}: ${name} is not read back as it was answered`);
  }
  const refused = await cache.run(document("sign-in"), { input: { email, password: "wrong" } });
  assert.equal(refused.logIn.userErrors[0].code, "CREDENTIALS");
  console.log(`${cache.name}: ${answers.size} answers with ${ids.length} ids asked again are read back as they were`);
}
