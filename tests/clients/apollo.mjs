// Apollo's cache: keyed by type and id.
import { InMemoryCache } from "@apollo/client/cache";
import { print } from "graphql";
import { ask, possibleTypes } from "./server.mjs";

export default () => {
  const cache = new InMemoryCache({ possibleTypes });
  return {
    name: "Apollo",
    async run(document, variables) {
      const query = cache.transformDocument(document);
      const result = await ask(print(query), variables);
      const isQuery = document.definitions[0].operation === "query";
      cache.write({ dataId: isQuery ? "ROOT_QUERY" : "ROOT_MUTATION", query, variables, result });
      return result;
    },
    async read(document, variables) {
      return cache.readQuery({ query: cache.transformDocument(document), variables });
    },
  };
};
