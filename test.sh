#!/usr/bin/env bash
# Builds everything and runs the whole suite. The last line is "N passed, N failed, N skipped".
# Arguments name test projects to run alone: ./test.sh Measurement.Tests
set -uo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-${HOME:-$root/.dotnet-home}}"

if ! dotnet build AgentLoad.sln -c Release -v q -nologo -clp:NoSummary; then
  echo "the build failed"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
mkdir -p src/Client/obj && touch src/Client/obj/agentload.stamp

passed=0 failed=0 skipped=0
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
for project in "${@:-}"; do
  for folder in tests/${project:-*}/; do
    name="$(basename "$folder")"
    report="$results/$name.xml"
    echo "== $name"
    dotnet "$folder/bin/Release/net10.0/AgentLoad.$name.dll" -noLogo -noColor -xml "$report" | grep -Ev '^ *(Discovering|Discovered|Starting|Finished):'
    read -r p f s < <(sed -n 's/.*<assembly [^>]*\bpassed="\([0-9]*\)"[^>]*/\n&/p' "$report" 2>/dev/null | grep -m1 '<assembly ' |
      awk '{ for (i = 1; i <= NF; i++) { split($i, kv, "\""); if (kv[1] == "passed=") p = kv[2]; if (kv[1] == "failed=") f += kv[2]; if (kv[1] == "errors=") f += kv[2]; if (kv[1] == "skipped=") s = kv[2] } print p + 0, f + 0, s + 0 }') ||
      { p=0 f=1 s=0; echo "$name ended without a report"; }
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  done
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
