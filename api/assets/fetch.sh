#!/bin/sh
# Fetches the files of GraphiQL that the program holds from the npm registry, checks them, and packs them beside this script:
#
#   api/assets/fetch.sh [DIR]
#
# Packages, versions and hashes are read from the page's own list (api/src/http/graphiql.rs), so they cannot differ from it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
list=$here/../src/http/graphiql.rs
mkdir -p "${1:-$here}"
target=$(cd "${1:-$here}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One line a file: package path hash.
sed -n 's/^ *\(package\|path\|sha384\): "\(.*\)",$/\1 \2/p' "$list" |
  awk '{ value[$1] = $2 } $1 == "sha384" { print value["package"], value["path"], value["sha384"] }' > "$work/files"
[ -s "$work/files" ] || { echo "$list names no files" >&2; exit 1; }

while read -r package path hash; do
  unpacked=$work/$package
  if [ ! -d "$unpacked" ]; then
    mkdir "$unpacked"
    (cd "$unpacked" && npm pack --silent "$package" </dev/null >/dev/null && tar -xzf ./*.tgz)
  fi
  file=$unpacked/package/$path
  found=$(openssl dgst -sha384 -binary "$file" | openssl base64 -A)
  if [ "$found" != "$hash" ]; then
    echo "$package/$path has sha384 $found, the page wants $hash" >&2
    exit 1
  fi
  # Without name and time, so that the same file packs to the same bytes.
  gzip -9nc "$file" > "$target/$(basename "$path").gz"
  echo "$package/$path"
done < "$work/files"
