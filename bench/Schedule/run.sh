#!/usr/bin/env bash
# How well an open loop keeps its schedule: 2,000 arrivals/s (or $1) for 15 s against a server that answers at once, on two cores (or $2).
# Node and client share the cores. Prints the schedule delay; the aim is p99 <= 10 ms.
set -euo pipefail
rate="${1:-2000}" cores="${2:-0,1}"
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)"
program=(taskset -c "$cores" dotnet "$root/src/Client/bin/Release/net10.0/agentload.dll")
folder="$(mktemp -d)"
"${program[@]}" node --noop --port 0 >"$folder/node.txt" &
node=$!
trap 'kill "$node" 2>/dev/null; rm -rf "$folder"' EXIT
until grep -q 'http://' "$folder/node.txt" 2>/dev/null; do kill -0 "$node"; done
url="$(grep -oE 'http://[0-9.:]+' "$folder/node.txt" | head -n 1)"
"${program[@]}" run --url "$url" --model simulated:8b --problem open --strategy direct --baseline 0 --out "$folder" --duration 20s \
  --set "load.arrivals={rate: $rate/s}" --set load.warmup=5s --set load.agents=5000 >"$folder/run.txt" 2>&1 || true
grep -E 'INVALID|tasks,|^Tasks|^Calls|^Load|^Client|ms$' "$folder/run.txt"
grep -A 10 '"scheduleDelaySeconds"' "$folder"/*/summary.json | grep -E 'count|p50|p90|p95|p99"|max'
