// The server under test, its schema, and the documents that are asked of it.
import { readFileSync } from "node:fs";
import { buildSchema, isInterfaceType, isObjectType, parse, print } from "graphql";

const { RAPPORT_URL: url, RAPPORT_TOKEN: token } = process.env;

export const sdl = readFileSync("../../schema.graphql", "utf8");
export const schema = buildSchema(sdl);

const file = (name) => parse(readFileSync(`documents/${name}.graphql`, "utf8"));
const fragments = file("fragments").definitions;

// A document with the fragments that it uses, directly or by another fragment.
export const document = (name) => {
  const used = [...file(name).definitions];
  for (let place = 0; place < used.length; place += 1) {
    for (const fragment of fragments) {
      const spread = new RegExp(`\\.\\.\\.${fragment.name.value}\\b`);
      if (spread.test(print(used[place])) && !used.includes(fragment)) used.push(fragment);
    }
  }
  return { kind: "Document", definitions: used };
};

// What the server answers; `text` is the document as the client library sends it.
export const ask = async (text, variables = {}) => {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: text, variables }),
  });
  const answer = await response.json();
  if (answer.errors) throw new Error(`${text}\n${JSON.stringify(answer.errors)}`);
  return answer.data;
};

const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith("__"));

// Which types an interface stands for, as clients are told.
export const possibleTypes = Object.fromEntries(
  types
    .filter(isInterfaceType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map((possible) => possible.name)]),
);

// The types whose objects have no id: they belong to the object in which they stand.
export const withoutId = types.filter((type) => isObjectType(type) && !type.getFields().id).map((type) => type.name);
