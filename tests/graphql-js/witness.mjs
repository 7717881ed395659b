// Executes what the server was asked by graphql-js, the reference implementation of the specification, over the values
// that our own reference recorded; and holds the answers against the server's, byte by byte.
//
// node witness.mjs schema.graphql cases.json
import { readFileSync } from "node:fs";
import { buildSchema, execute, GraphQLError, parse, validate } from "graphql";

const [, , schemaFile, casesFile] = process.argv;
const schema = buildSchema(readFileSync(schemaFile, "utf8"));
const cases = JSON.parse(readFileSync(casesFile, "utf8"));

// The text of a value whose objects have their keys in order.
const inOrder = (value) => {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${inOrder(value[key])}`).join(",")}}`;
};

const shown = (value) => {
  if (value === null) return null;
  if ("error" in value) return new GraphQLError(value.error, { extensions: { code: value.error } });
  if ("list" in value) return value.list.map(shown);
  if ("object" in value) return { __typename: value.type, key: value.object };
  return value.leaf;
};

// Looks up what the field of the object is, with these arguments.
const lookUp = (record) => (source, args, _context, info) => {
  const key = source?.key ?? "Query ";
  const call = `${info.fieldName} ${inOrder(args)}`;
  const value = record[key]?.[call];
  if (value === undefined) throw new Error(`nothing is recorded of ${key}: ${call}`);
  const found = shown(value);
  if (found instanceof GraphQLError) throw found;
  return found;
};

// What is not valid, or whose variables are not of their types, has no data.
const isRefused = async (document, variables) => {
  if (validate(schema, document).length > 0) return true;
  const { data } = await execute({ schema, document, variableValues: variables, fieldResolver: () => null });
  return data === undefined;
};

const judge = async ({ query, variables, operationName, data, errors, record, refused }) => {
  const document = parse(query);
  if (refused) return (await isRefused(document, variables)) ? null : "graphql-js would execute this";
  const invalid = validate(schema, document);
  if (invalid.length > 0) return `not valid: ${invalid.join("; ")}`;
  const answer = await execute({
    schema,
    document,
    variableValues: variables,
    operationName,
    fieldResolver: lookUp(record),
  });
  const text = JSON.stringify(answer.data);
  // JavaScript writes the number 1.0 as 1.
  const whole = /\d\.0[,\]}]/.test(data) ? JSON.stringify(JSON.parse(data)) : data;
  if (text !== whole) return `the server: ${data}\ngraphql-js: ${text}\n${answer.errors}`;
  const known = new Set(errors.map(({ path, code }) => inOrder([path, code])));
  for (const error of answer.errors ?? []) {
    if (!known.has(inOrder([error.path, error.extensions.code]))) return `an error only here: ${error} at ${error.path}`;
  }
  return errors.length > 0 && !answer.errors ? "no errors here" : null;
};

let wrong = 0;
for (const one of cases) {
  const difference = await judge(one);
  if (difference !== null) {
    wrong += 1;
    console.error(`${one.query}\n${JSON.stringify(one.variables)}\n${difference}\n`);
  }
}
console.log(`graphql-js executed ${cases.length} documents; ${wrong} answers differ`);
process.exit(wrong > 0 ? 1 : 0);
