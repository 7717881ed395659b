import { TYPES } from "postgraphile/@dataplan/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";
import { addPgTableOrderBy, orderByAscDesc, pgSmartTags } from "postgraphile/utils";

// By default only columns at the head of an index can be asked for.
const filterable = (name) => ({
  kind: "attribute",
  match: `public.${name}`,
  tags: { behavior: "+attribute:filterBy" },
});

// Labels come by name, as they do in Rapport.
const byName = (table, order, name) =>
  addPgTableOrderBy({ schemaName: "public", tableName: table }, ({ sql }) =>
    orderByAscDesc(order, ($rows) => ({ fragment: name(sql, $rows.alias), codec: TYPES.text })),
  );

export default {
  extends: [PostGraphileAmberPreset],
  plugins: [
    pgSmartTags([
      filterable("person.is_self"),
      filterable("person.archived_at"),
      filterable("interaction.archived_at"),
      filterable("interaction_participant.archived"),
      // PostgreSQL has a type of this name.
      { kind: "class", match: "public.circle", tags: { name: "peopleCircle" } },
    ]),
    byName(
      "person_tag",
      "TAG_NAME",
      (sql, link) =>
        sql`(select tag.name_key from public.tag where tag.workspace_id = ${link}.workspace_id and tag.id = ${link}.tag_id)`,
    ),
    byName(
      "interaction_participant",
      "PERSON_NAME",
      (sql, link) =>
        sql`(select person.sort_name from public.person where person.workspace_id = ${link}.workspace_id and person.id = ${link}.person_id)`,
    ),
  ],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ["public"] })],
  grafserv: { host: "127.0.0.1", watch: false, graphiql: false },
};
