#!/usr/bin/env bash
# Counts instructions at n, 2n, 4n: parsing by length and depth, checking and deciding by rules and by elements of lists. Counts hardly
# vary from run to run, so a ratio above 2.1 is a cost that grows faster than its input, and fails. Some minutes; needs valgrind.
# With a word, only the cases that hold it: `benches/callgrind.sh nest`.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=${1:-}
most=2.1
work=$(cargo bench --locked --quiet --features internals --bench work --no-run --message-format json |
  sed -n 's/.*"executable":"\([^"]*\/work-[^"]*\)".*/\1/p' | tail -n 1)

# The instructions of a case at a size, so many times.
count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work" "$@" 2>&1 | sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

# Those of the work itself, once.
own() {
  local case=$1 size=$2 repeats=$3 with without
  with=$(count "$case" "$size" "$repeats")
  without=$(count "$case" "$size" 0)
  echo $(((with - without) / repeats))
}

failed=0
printf '%-30s %6s %14s %7s\n' case size instructions ratio
while IFS=$'\t' read -r case sizes repeats; do
  [[ $case == *"$wanted"* ]] || continue
  before=
  for size in $sizes; do
    now=$(own "$case" "$size" "$repeats")
    ratio=
    [[ -z $before ]] || ratio=$(awk -v now="$now" -v before="$before" 'BEGIN { printf "%.2f", now / before }')
    note=
    if [[ -n $ratio ]] && awk -v ratio="$ratio" -v most="$most" 'BEGIN { exit !(ratio > most) }'; then
      note='  over'
      failed=1
    fi
    printf '%-30s %6s %14s %7s%s\n' "$case" "$size" "$now" "$ratio" "$note"
    before=$now
  done
done < <("$work")
exit $failed
