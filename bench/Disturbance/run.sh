#!/usr/bin/env bash
# What a run on three silos feels of a disturbance 15 s after its start. $1 is the disturbance:
#   kill     one silo dies (SIGKILL): seconds until every agent works again
#   freeze   one silo stands still (SIGSTOP): likewise
#   cut      the cable of one silo is cut (each silo in a network namespace of its own: needs root and iproute2): likewise
#   replace  all three are replaced one after another (SIGTERM, then one of the same name): p95 of task latency meanwhile, against before
# Redis, a simulated node, silos and client share this machine. Needs redis-server and sqlite3, and the program built (dotnet build -c Release src/Client).
set -euo pipefail
what="${1:-kill}"
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)"
program=(dotnet "$root/src/Client/bin/Release/net10.0/agentload.dll")
folder="$(mktemp -d)"
cd "$folder"
pids=()
trap 'kill -9 "${pids[@]}" 2>/dev/null || true; [ "$what" != cut ] || unwire; rm -rf "$folder"' EXIT
host=127.0.0.1 middle=() net="al$$"
wire() { # one bridge with Redis, node and client on it, three silos around it
  host=10.77.1.1 middle=(ip netns exec "${net}hub")
  ip netns add "${net}hub"
  ip -n "${net}hub" link add bridge type bridge
  ip -n "${net}hub" addr add "$host/24" dev bridge
  ip -n "${net}hub" link set lo up
  ip -n "${net}hub" link set bridge up
  for i in 0 1 2; do
    ip netns add "$net$i"
    ip -n "${net}hub" link add "cable$i" type veth peer name eth0 netns "$net$i"
    ip -n "${net}hub" link set "cable$i" master bridge up
    ip -n "$net$i" addr add "10.77.1.$((i + 2))/24" dev eth0
    ip -n "$net$i" link set lo up
    ip -n "$net$i" link set eth0 up
  done
}
unwire() { for i in 0 1 2 hub; do ip netns del "$net$i" 2>/dev/null || true; done; }
[ "$what" != cut ] || wire
redis_port=$((20000 + RANDOM % 10000))
start() { # a name, and a command that goes on in the background; sets $!
  "${@:2}" >"$1.txt" 2>&1 &
  pids+=($!)
  disown $!
}
await() { until grep -qs "$2" "$1.txt"; do sleep 0.1; done; }
silo() { # its number
  local at=(--port $((redis_port + 1 + $1)) --gateway-port $((redis_port + 11 + $1))) there=()
  [ "$what" != cut ] || { there=(ip netns exec "$net$1") at+=(--address "10.77.1.$(($1 + 2))"); }
  start "silo$1" "${there[@]}" "${program[@]}" silo --redis "$host:$redis_port" --name "silo$1" "${at[@]}"
  silos[$1]=$!
}
start redis "${middle[@]}" redis-server --port "$redis_port" --bind "$host" --protected-mode no --appendonly yes --save ""
start node "${middle[@]}" "${program[@]}" node --host "$host" --port 0
await node http://
url="$(grep -oE 'http://[0-9.:]+' node.txt | head -n 1)"
declare -A silos
for i in 0 1 2; do silo "$i"; await "silo$i" "is up on"; done
cat >workload.yaml <<YAML
name: disturbed
endpoints: {default: {url: "$url", model: "simulated:8b"}}
baseline: 0%
groups: [{name: vote, problem: game24, strategy: {kind: self-consistency, samples: 5}, driving: shaped}]
load: {agents: 60, duration: 45s}
YAML
start run "${middle[@]}" "${program[@]}" run workload.yaml --cluster "redis://$host:$redis_port" --out out
run=$!
sleep 15
at="$(date +%s.%N)"
case "$what" in
  kill) kill -9 "${silos[1]}" ;;
  freeze) kill -STOP "${silos[1]}" ;;
  cut) ip -n "${net}hub" link set cable1 down ;;
  replace) for i in 0 1 2; do
      kill -TERM "${silos[$i]}"
      tail --pid="${silos[$i]}" -f /dev/null
      silo "$i"
      await "silo$i" "is up on"
    done ;;
  *) echo "unknown disturbance '$what'" >&2; exit 2 ;;
esac
until="$(date +%s.%N)"
tail --pid="$run" -f /dev/null
[ -d out ] || { cat run.txt; exit 1; }
sql() { sqlite3 -readonly out/*/run.db "WITH d(at, until) AS (SELECT $at - s, $until - s FROM (SELECT (julianday(started) - 2440587.5) * 86400 AS s FROM runs)) $1"; }
if [ "$what" = replace ]; then
  for part in "before: start_s >= 3 AND end_s < at" "meanwhile: end_s >= at AND start_s < until"; do
    echo "${part%%:*}  $(sql ", l AS (SELECT latency_s, row_number() OVER (ORDER BY latency_s) AS n, count(*) OVER () AS c FROM tasks, d WHERE ${part#*:})
      SELECT printf('p95 of task latency %.3f s, %d tasks', min(latency_s), c) FROM l WHERE n >= 0.95 * c")"
  done
  echo "replaced in $(awk "BEGIN {printf \"%.1f\", $until - $at}") s; p95 may grow by 20 %"
else
  grep -h "^Silo .* died" run.txt || true
  sql ", f AS (SELECT agent, min(sent_s) - at AS seconds FROM steps JOIN tasks USING (task_id, attempt), d WHERE sent_s > at GROUP BY agent)
    SELECT printf('every agent works again after %.1f s (goal: at most 5); %d agents', max(seconds), count(*)) FROM f"
fi
