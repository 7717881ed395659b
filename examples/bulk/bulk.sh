#!/bin/sh
# Many records in few requests, by curl and jq: tags 500 people, moves 300 into a circle, logs 1,000 interactions and sets 2,000 headlines.
#
#   RAPPORT_TOKEN=… RAPPORT_URL=http://127.0.0.1:8080/graphql sh bulk.sh
#
# The token needs PEOPLE_READ, PEOPLE_WRITE and INTERACTIONS_WRITE. The people are those who are first by name.
set -eu
url=${RAPPORT_URL:-http://127.0.0.1:8080/graphql}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# The data of an answer, for a query and variables from the standard input.
send() {
    jq --compact-output --arg query "$1" '{query: $query, variables: .}' |
        curl --silent --show-error "$url" --header 'content-type: application/json' \
            --header "authorization: Bearer $RAPPORT_TOKEN" --data-binary @- |
        jq 'if .errors then error(.errors | tostring) else .data end'
}

# A mutation, for each line of variables; what came of all. Whatever is wrong, of the whole or of a row, ends it.
write() {
    cat >"$folder/requests"
    : >"$folder/answers"
    while read -r variables; do
        printf '%s\n' "$variables" | send "$2" >>"$folder/answers"
    done <"$folder/requests"
    jq --slurp --raw-output --arg what "$1" '
        [.[][]] | [.[].userErrors[], (.[].rows // [] | .[].userErrors[])] as $wrong
        | if $wrong != [] then error($wrong | tostring) else . end
        | length as $requests
        | [.[] | (.counts // .) | to_entries[] | select(.value | type == "number")]
        | group_by(.key) | map({key: .[0].key, value: map(.value) | add}) | map(select(.value > 0) | "\(.value) \(.key)") | join(", ")
        | "\($what): \($requests) request\(if $requests == 1 then "" else "s" end), \(.)"' "$folder/answers"
}

# The first 2,000 people by name, a hundred at once.
after=null
: >"$folder/pages"
for _ in $(seq 20); do
    echo "{\"after\": $after}" |
        send 'query($after: String) { people(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }' >"$folder/page"
    jq --compact-output '[.people.nodes[].id]' "$folder/page" >>"$folder/pages"
    after=$(jq '.people.pageInfo.endCursor' "$folder/page")
    [ "$(jq '.people.pageInfo.hasNextPage' "$folder/page")" = true ] || break
done
jq --compact-output --slurp add "$folder/pages" >"$folder/people"
rows='rows { ref userErrors { code message path } } counts { created updated unchanged } userErrors { code message path }'

jq --compact-output '{people: {ids: .[:500]}}' "$folder/people" |
    write tags 'mutation($people: PeopleSelectionInput!) { tagPeople(people: $people, input: { addTagNames: ["Newsletter"] }) {
        affected unchanged userErrors { code message path } } }'

circle=$(echo '{"name": "Newsletter"}' | send 'query($name: String) { circles(search: $name) { nodes { id name } } }' |
    jq --raw-output '[.circles.nodes[] | select(.name == "Newsletter")][0].id // empty')
if [ -z "$circle" ]; then
    circle=$(echo '{"input": {"name": "Newsletter"}}' |
        send 'mutation($input: CreateCircleInput!) { createCircle(input: $input) { circle { id } userErrors { message } } }' |
        jq --raw-output .createCircle.circle.id)
fi
jq --compact-output --arg circle "$circle" '{people: {ids: .[:300]}, circle: $circle}' "$folder/people" |
    write circle 'mutation($people: PeopleSelectionInput!, $circle: ID!) { circlePeople(people: $people, input: { addCircleIds: [$circle] }) {
        affected unchanged userErrors { code message path } } }'

jq --compact-output '. as $people
    | [range(1000) as $number | {channel: "EMAIL", happenedAt: ("2026-02-02T12:00:00Z" | fromdate - 60 * $number | todate), title: "Newsletter", participantIds: [$people[$number % ($people | length)]]}]
    | range(0; length; 500) as $start | {rows: .[$start:$start + 500]}' "$folder/people" |
    write interactions "mutation(\$rows: [LogInteractionInput!]!) { logInteractions(rows: \$rows) { $rows } }"

jq --compact-output '[to_entries[] | {id: .value, input: {headline: "Number \(.key + 1) of the newsletter"}}]
    | range(0; length; 500) as $start | {rows: .[$start:$start + 500]}' "$folder/people" |
    write headlines "mutation(\$rows: [UpdatePersonRow!]!) { updatePeople(rows: \$rows) { $rows } }"
