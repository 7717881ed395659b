import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/node";
import preset from "./graphile.config.mjs";

const served = postgraphile(preset).createServ(grafserv);
const server = createServer();
await served.addTo(server);
server.listen(0, "127.0.0.1", () => {
  console.log(`PostGraphile serves http://127.0.0.1:${server.address().port}/graphql`);
});
