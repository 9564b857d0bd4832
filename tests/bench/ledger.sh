#!/usr/bin/env bash
# The ledger at 1,000, 10,000 and 100,000 decisions of ten changes each, and over a real catalogue: seconds, CPU seconds and peak
# memory of each question (benches/ledger.rs), and how they grow from the second size to the third.
#
#   tests/bench/ledger.sh [PROJECT]           # default: this repository's own catalogue
#   PROFILE=dev tests/bench/ledger.sh         # without building the release
set -euo pipefail
cd "$(dirname "$0")/../.."
project=${1:-.}
profile=${PROFILE:-bench}
bin=$(cargo bench --quiet --profile "$profile" --bench ledger --no-run --message-format=json |
    sed -nE 's/.*"name":"ledger".*"executable":"([^"]+)".*/\1/p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for size in 1000 10000 100000 "$project"; do
    name=${size//[^0-9]/}
    "$bin" "$size" | tee "$work/${name:-project}" | awk -F '\t' '
        /^(size|result)\t/ { print $1 ": " $2; next }
        { printf "%-28s %10.3f ms wall %8.2f s CPU %6d MB peak\n", $1, $2 * 1000, $3, $4 }'
done
paste "$work/10000" "$work/100000" | awk -F '\t' '
    BEGIN { print "ten times the decisions:" }
    NF == 8 && $3 >= 0.1 { printf "%-28s %6.1f x CPU\n", $1, $7 / $3 }
    NF == 8 && $1 ~ /median/ { printf "%-28s %6.1f x wall\n", $1, $6 / $2 }
    END { if (NF) printf "%-28s %6.1f x peak\n", "memory", last }
    NF == 8 { last = $8 / $4 }'
