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

if ! src/build.sh test.sh AgentLoad.sln; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
if [ $# -eq 0 ] && ! { dotnet tool restore && dotnet csharpier check .; } >obj/format.log 2>&1; then
  grep -vE '^ *$' obj/format.log | head -n 20
  echo "test.sh: the formatting differs from .editorconfig. Run 'dotnet csharpier format .'"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
mkdir -p src/Client/obj && touch src/Client/obj/agentload.stamp

# Prints what a project's tests said once they have ended, and leaves their counts in a file: passed, failed, skipped.
# A test that hangs is named after two minutes, and ends its project, not the suite.
test_project() {
  local name="$1" total=0 e=0 f=0 s=0 counts
  timeout -s KILL 15m dotnet "tests/$name/bin/Release/net10.0/AgentLoad.$name.dll" -noLogo -noColor -diagnostics -longRunning 120 >"$results/$name.log" 2>&1
  counts="$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$results/$name.log" | tail -n 1 | tr -dc '0-9 ')"
  if [ -n "$counts" ]; then
    read -r total e f s <<<"$counts"
    echo "$((total - e - f - s)) $((e + f)) $s" >"$results/$name.counts"
  else
    echo "$name ended without a summary" >>"$results/$name.log"
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
alone=() beside=()
for project in "${@:-*}"; do
  for folder in tests/$project/; do
    [ "$folder" != tests/Testing/ ] || continue
    name="$(basename "$folder")"
    if grep -q '<NeedsTheMachine>' "$folder"*.csproj; then
      alone+=("$name")
    else
      beside+=("$name")
    fi
  done
done
[ ${#beside[@]} -eq 0 ] || printf '%s\0' "${beside[@]}" | xargs -0 -r -n 1 -P 2 bash -c 'test_project "$1"' test_project
for name in "${alone[@]}"; do test_project "$name"; done
cat "$results"/*.counts | awk '{ p += $1; f += $2; s += $3 } END { print p + 0 " passed, " f + 0 " failed, " s + 0 " skipped"; exit (f > 0) }'
