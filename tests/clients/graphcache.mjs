// urql's normalised cache, keyed by type and id; it knows the schema.
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { introspectionFromSchema, print } from "graphql";
import { ask, schema, withoutId } from "./server.mjs";

export default () => {
  const keys = Object.fromEntries(withoutId.map((name) => [name, () => null]));
  const cache = cacheExchange({ schema: introspectionFromSchema(schema), keys });
  // The document and the answer as they went over the wire.
  let sent;
  const fetch = async (_url, { body }) => {
    const { query, variables } = JSON.parse(body);
    sent = await ask(query, variables);
    return new Response(JSON.stringify({ data: sent }), { headers: { "content-type": "application/json" } });
  };
  const client = new Client({ url: "http://rapport.invalid", exchanges: [cache, fetchExchange], fetch, preferGetMethod: false });
  const answered = ({ data, error }) => {
    if (error) throw error;
    return data;
  };
  return {
    name: "Graphcache",
    async run(document, variables) {
      const isQuery = document.definitions[0].operation === "query";
      const operation = isQuery
        ? client.query(print(document), variables, { requestPolicy: "network-only" })
        : client.mutation(print(document), variables);
      answered(await operation.toPromise());
      return sent;
    },
    async read(document, variables) {
      return answered(await client.query(print(document), variables, { requestPolicy: "cache-only" }).toPromise());
    },
  };
};
