#!/bin/sh
# Fills a folder with what the GraphiQL page loads, for servers without the Internet (`graphiql_dir` in the settings):
#
#   tests/browser/fill-graphiql.sh DIR
#
# Names, versions and hashes are read from the page's own list, so they cannot differ from it.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 DIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
list=${GRAPHIQL_LIST:-$here/../../api/src/http/graphiql.rs}
mkdir -p "$1"
target=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One line a file: name package version path hash.
sed -n 's/^ *\(name\|package\|version\|path\|sha384\): "\(.*\)",$/\1 \2/p' "$list" |
  awk '{ value[$1] = $2 } $1 == "sha384" {
    print value["name"], value["package"], value["version"], value["path"], value["sha384"] }' > "$work/files"
[ -s "$work/files" ] || { echo "$list names no files" >&2; exit 1; }

while read -r name package version path hash; do
  unpacked=$work/$package-$version
  if [ ! -d "$unpacked" ]; then
    mkdir "$unpacked"
    (cd "$unpacked" && npm pack --silent "$package@$version" </dev/null >/dev/null && tar -xzf ./*.tgz)
  fi
  file=$unpacked/package/$path
  found=$(openssl dgst -sha384 -binary "$file" | openssl base64 -A)
  if [ "$found" != "$hash" ]; then
    echo "$package@$version/$path has sha384 $found, the page wants $hash" >&2
    exit 1
  fi
  cp "$file" "$target/$name"
  echo "$name: $package@$version"
done < "$work/files"
