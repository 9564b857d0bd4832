#!/usr/bin/env bash
# Full content: imports a whole interchange file into a scratch catalogue, builds it, and prints wall time, CPU time and
# peak memory beside `cp -r` of the output in the same run, as ratios.
#
#   tests/bench/full-content.sh CORPUS.jsonl.gz [NATIONAL-LIST.csv] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
corpus=${1:?usage: tests/bench/full-content.sh CORPUS.jsonl.gz [LIST.csv] [ROUNDS]}
list=${2:-}
rounds=${3:-3}
[ -x /usr/bin/time ] || apt-get install -y -qq time > /dev/null
cargo build --release --quiet
bin=$PWD/target/release/niemyet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

measure() { # label, command…
    local label=$1 out
    shift
    out=$( { /usr/bin/time -f '%e %U %S %M' "$@" > "$work/stdout" 2> "$work/stderr"; } 2>&1 || true)
    out=$(tail -n 1 "$work/stderr" | grep -E '^[0-9.]+ [0-9.]+ [0-9.]+ [0-9]+$' || tail -n 1 <<< "$out")
    awk -v label="$label" '{ printf "%-28s %7.2f s wall %7.2f s CPU %7.0f MB peak\n", label, $1, $2 + $3, $4 / 1024 }' <<< "$out"
    awk '{ print $1 }' <<< "$out" >> "$work/wall-${label// /-}"
}

"$bin" init "$work/project" > /dev/null
rm -rf "$work/project/catalogue/procedures" "$work/project/catalogue/decisions"
cp catalogue/agencies.toml catalogue/sectors.toml "$work/project/catalogue/"
# Every province's procedures under the one of the project: a site has its own alone, and what is measured is all of them.
others=$(gzip -cd "$corpus" | grep -oE '"agency": *"(UBND|Sở|Trung tâm) [^"]+"' | sed -E 's/^"agency": *//' | sort -u | tr '\n' ',')
sed -i "s|^    \"UBND tỉnh Thanh Hóa\",|    $others|" "$work/project/catalogue/agencies.toml"
cp site/site.toml "$work/project/site/site.toml"
files=("$corpus")
[ -n "$list" ] && files+=("$list")
measure "import" "$bin" --catalogue "$work/project" import "${files[@]}"
tail -n 5 "$work/stdout"
for round in $(seq "$rounds"); do
    rm -rf "$work/public" "$work/copy"
    measure "build" "$bin" --catalogue "$work/project" --as-of 2026-11-21 --today 2026-11-21 build --out "$work/public"
    measure "cp -r" cp -r "$work/public" "$work/copy"
    measure "build again" "$bin" --catalogue "$work/project" --as-of 2026-11-21 --today 2026-11-21 build --out "$work/public"
done
pages=$(find "$work/public" -name '*.html' | wc -l)
bytes=$(find "$work/public" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
files=$(find "$work/public" -type f | wc -l)
echo "$files files, $pages pages, $bytes bytes"
median() { sort -n "$work/wall-$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
awk -v build="$(median build)" -v again="$(median build-again)" -v cp="$(median cp--r)" \
    'BEGIN { printf "build / cp -r = %.1f, build again / cp -r = %.1f (medians of wall time)\n", build / cp, again / cp }'
