#!/usr/bin/env bash
# Restores and builds a project with progress on stderr: build.sh NAME PROJECT [OPTION...]
# NAME stands before each line. When a step fails, the first errors and a remedy are printed; the whole output stays in obj/build.log.
set -uo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
name="$1" project="$2"
shift 2
mkdir -p obj
log="obj/build.log"
started=$SECONDS
interval="${AGENTLOAD_BUILD_PROGRESS:-5}"

say() { echo "$name: $*" >&2; }

# Runs a step in the background and reports every few seconds for how long it has been running.
step() {
  local what="$1" begun=$SECONDS next
  shift
  say "$what ..."
  "$@" >"$log" 2>&1 &
  local pid=$!
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
  next=$((begun + interval))
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [ "$SECONDS" -ge "$next" ]; then
      say "$what: $((SECONDS - begun)) s so far"
      next=$((SECONDS + interval))
    fi
  done
  wait "$pid"
}

# Explains a failed step in a few lines.
fail() {
  local what="$1" remedy
  grep -E '(error|MSB[0-9]+|NETSDK[0-9]+)' "$log" | sed -E 's/ \[[^]]*\]$//' | sort -u | head -n 5 >&2
  if grep -qE 'NU1301|NU1900|Unable to load the service index|Name or service not known|Connection refused|Network is unreachable' "$log"; then
    remedy="a NuGet feed could not be reached. Check the network and the feeds of 'dotnet nuget list source', then run the same command again"
  elif grep -qE 'NU1101|NU1102|NU1103|NU1603' "$log"; then
    remedy="the NuGet feeds lack a package. Check the feeds of 'dotnet nuget list source'; all packages are on nuget.org"
  elif grep -qE 'NU1004|NU1403' "$log"; then
    remedy="the packages differ from packages.lock.json. Restore the lock files with 'git checkout -- \"*packages.lock.json\"'"
  elif grep -qE 'NETSDK1045|compatible .NET SDK was not found|global.json' "$log"; then
    remedy="the .NET 10 SDK is needed. Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
  elif grep -qE 'No space left' "$log"; then
    remedy="the disk is full"
  else
    remedy="the messages above name the place"
  fi
  say "$what failed after $((SECONDS - started)) s: $remedy. Full output: $PWD/$log"
  exit 1
}

step "restoring NuGet packages (first build: about 150 MB)" dotnet restore "$project" -v q -nologo "$@" || fail "restoring packages"
step "building" dotnet build "$project" -c Release --no-restore -v q -nologo -clp:NoSummary "$@" || fail "the build"
say "built in $((SECONDS - started)) s"
