#!/usr/bin/env bash
# Builds all projects and runs all tests. The last line is "N passed, N failed, N skipped".
# Arguments select test projects: ./test.sh Measurement.Tests
set -uo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-${HOME:-$root/.dotnet-home}}"
# Test processes are short: profile-guided optimization costs more than it saves, and a third of their time protects memory of generated code.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

# Ends with the reason and a summary line.
abort() {
  [ $# -eq 0 ] || echo "test.sh: $*" >&2
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
}

command -v dotnet >/dev/null || abort "the .NET 10 SDK is not on PATH. Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
src/build.sh test.sh AgentLoad.sln || abort
if [ $# -eq 0 ]; then
  dotnet tool restore >obj/format.log 2>&1 || abort "the formatter cannot be restored from NuGet. Check the network, then repeat the command. Complete output: $root/obj/format.log"
  if ! dotnet csharpier check . >obj/format.log 2>&1; then
    grep -vE '^ *$' obj/format.log | head -n 20
    abort "files are not formatted. Run 'dotnet csharpier format .'"
  fi
fi
mkdir -p src/Client/obj && touch src/Client/obj/agentload.stamp

# Runs the tests of a project, prints their output at the end, and writes the counts to a file: passed, failed, skipped.
# A test that runs for more than two minutes is reported; after 15 minutes the project is stopped and counts as failed.
test_project() {
  local name="$1" total=0 e=0 f=0 s=0 counts
  timeout -s KILL 15m dotnet "tests/$name/bin/Release/net10.0/AgentLoad.$name.dll" -noLogo -noColor -diagnostics -longRunning 120 >"$results/$name.log" 2>&1
  counts="$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$results/$name.log" | tail -n 1 | tr -dc '0-9 ')"
  if [ -n "$counts" ]; then
    read -r total e f s <<<"$counts"
    echo "$((total - e - f - s)) $((e + f)) $s" >"$results/$name.counts"
  else
    echo "$name ended without a test summary" >>"$results/$name.log"
    echo "0 1 0" >"$results/$name.counts"
  fi
  {
    flock 9
    echo "== $name"
    grep -Ev '^ *(Discovering|Discovered|Starting|Finished):|=== TEST EXECUTION SUMMARY' "$results/$name.log"
  } 9>"$results/lock"
}

results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
export results
export -f test_project
exclusive=() parallel=()
for project in "${@:-*}"; do
  for folder in tests/$project/; do
    [ "$folder" != tests/Testing/ ] || continue
    [ -d "$folder" ] || abort "there is no test project $project"
    name="$(basename "$folder")"
    if grep -q '<RunsAlone>' "$folder"*.csproj; then
      exclusive+=("$name")
    else
      parallel+=("$name")
    fi
  done
done
[ ${#parallel[@]} -eq 0 ] || printf '%s\0' "${parallel[@]}" | xargs -0 -r -n 1 -P 2 bash -c 'test_project "$1"' test_project
for name in "${exclusive[@]}"; do test_project "$name"; done
cat "$results"/*.counts | awk '{ p += $1; f += $2; s += $3 } END { print p + 0 " passed, " f + 0 " failed, " s + 0 " skipped"; exit (f > 0) }'
