#!/usr/bin/env bash
# Builds everything and runs the whole suite. The last line is "N passed, N failed, N skipped".
# Arguments name test projects to run alone: ./test.sh Measurement.Tests
set -uo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-${HOME:-$root/.dotnet-home}}"
# Nothing here lives long enough for what a profile of its calls would gain: without it the tests take a third less.
export DOTNET_TieredPGO=0

. src/packages.sh
find_cluster_packages "$root"
say_cluster_packages test.sh
if ! dotnet build AgentLoad.sln -c Release -v q -nologo -clp:NoSummary $cluster_flag; then
  echo "the build failed"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
mkdir -p src/Client/obj && touch src/Client/obj/agentload.stamp

passed=0 failed=0 skipped=0
output="$(mktemp)"
trap 'rm -f "$output"' EXIT
for project in "${@:-*}"; do
  for folder in tests/$project/; do
    name="$(basename "$folder")"
    if [ -n "$cluster_flag" ] && grep -q '<NeedsClusterPackages>' "$folder"*.csproj; then
      echo "== $name: skipped, its packages do not restore here"
      skipped=$((skipped + 1))
      continue
    fi
    echo "== $name"
    # A test that hangs is named after two minutes, and ends its project, not the suite.
    timeout -s KILL 15m dotnet "$folder/bin/Release/net10.0/AgentLoad.$name.dll" -noLogo -noColor -diagnostics -longRunning 120 >"$output" 2>&1
    grep -Ev '^ *(Discovering|Discovered|Starting|Finished):|=== TEST EXECUTION SUMMARY' "$output"
    counts="$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$output" | tail -n 1 | tr -dc '0-9 ')"
    if [ -z "$counts" ]; then
      echo "$name ended without a summary"
      failed=$((failed + 1))
      continue
    fi
    read -r total e f s <<<"$counts"
    passed=$((passed + total - e - f - s)) failed=$((failed + e + f)) skipped=$((skipped + s))
  done
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
