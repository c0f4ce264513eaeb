#!/usr/bin/env bash
# Restores and builds a project with progress on stderr: build.sh NAME PROJECT [OPTION...]
# NAME is the prefix of each line. If a step fails, one line reports the cause and the fix; the complete output is in obj/build.log.
set -uo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
name="$1" project="$2"
shift 2
mkdir -p obj
log="obj/build.log"
started=$SECONDS
interval="${AGENTLOAD_BUILD_PROGRESS:-5}" probe_after="${AGENTLOAD_FEED_PROBE:-30}"
export DOTNET_CLI_UI_LANGUAGE=en
# A feed that cannot be reached fails after two attempts instead of six.
export NUGET_ENABLE_ENHANCED_HTTP_RETRY="${NUGET_ENABLE_ENHANCED_HTTP_RETRY:-true}"
export NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT="${NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT:-2}"
export NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS="${NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS:-500}"

print() { echo "$name: $*" >&2; }

# Prints the first HTTP feed that does not respond within 20 s. A feed that accepts connections without responding would stall NuGet for minutes.
unresponsive_feed() {
  command -v curl >/dev/null || return 0
  dotnet nuget list source --format short | sed -nE 's/^E[A-Z]* (https?:.*)$/\1/p' | while read -r feed; do
    curl -s -o /dev/null --max-time 20 "$feed" || { echo "$feed"; break; }
  done
}

# Runs a step in the background and reports its elapsed time every few seconds.
step() {
  local what="$1" begun=$SECONDS next feed probed=
  shift
  print "$what ..."
  "$@" >"$log" 2>&1 &
  local pid=$!
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
  next=$((begun + interval))
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [ "$SECONDS" -ge "$next" ]; then
      print "$what: $((SECONDS - begun)) s so far"
      next=$((SECONDS + interval))
    fi
    if [ "$2" = restore ] && [ -z "$probed" ] && [ "$((SECONDS - begun))" -ge "$probe_after" ]; then
      probed=yes
      feed="$(unresponsive_feed)"
      if [ -n "$feed" ]; then
        kill "$pid" 2>/dev/null
        wait "$pid"
        echo "error NU1301: Unable to load the service index for source $feed." >>"$log"
        return 1
      fi
    fi
  done
  wait "$pid"
}

# Prints the first match of an expression in the log, without its prefix.
first() { grep -oE "$1$2" "$log" | head -n 1 | sed -E "s/^$1//"; }

# Reports a failed step in one line. Compile errors are listed before it.
fail() {
  local what="$1" cause fix
  if grep -qE 'NU1301|Unable to load the service index|Name or service not known|Network is unreachable' "$log"; then
    local feed
    feed="$(first '(for source|from remote source) ' "'?[^ ']+" | sed -E "s/^'//; s/\.$//")"
    cause="the NuGet feed ${feed:-} cannot be reached"
    fix="Check the network and the feeds ('dotnet nuget list source'), then repeat the command"
  elif grep -qE 'NU110[123]|NU1603' "$log"; then
    cause="the NuGet feeds do not have the package $(first "(Unable to find package|Unable to find a stable package|depends on) " '[A-Za-z0-9_.-]*[A-Za-z0-9]')"
    fix="Add https://api.nuget.org/v3/index.json or a mirror of it to the feeds ('dotnet nuget list source')"
  elif grep -qE 'NU1004|NU1403' "$log"; then
    cause="the packages differ from packages.lock.json"
    fix="Restore the lock files ('git checkout -- \"*packages.lock.json\"') or, after a change of packages, update them ('dotnet restore --force-evaluate')"
  elif grep -qE 'NU190[1-4]' "$log"; then
    cause="a package has a known vulnerability: $(first "Package '" "[^']+")"
    fix="Update its version in Directory.Packages.props"
  elif grep -qE 'NETSDK1045|compatible .NET SDK was not found|No .NET SDKs were found' "$log"; then
    cause="the .NET 10 SDK is missing"
    fix="Install it from https://dotnet.microsoft.com/download/dotnet/10.0"
  elif grep -qE 'No space left' "$log"; then
    cause="the disk is full"
    fix="Free some space, then repeat the command"
  else
    grep -E '(error|MSB[0-9]+|NETSDK[0-9]+)' "$log" | sed -E "s/ \[[^]]*\]$//; s|^ *$PWD/||" | sort -u | head -n 5 >&2
    cause="$(grep -E ': error ' "$log" | sed -E 's/ \[[^]]*\]$//' | sort -u | wc -l) errors"
    fix="Fix the errors listed above, then repeat the command"
  fi
  print "$what failed after $((SECONDS - started)) s: $cause. $fix. Complete output: $PWD/$log"
  exit 1
}

step "restoring NuGet packages (first build: about 150 MB)" dotnet restore "$project" -v q -nologo "$@" || fail "restoring packages"
step "building" dotnet build "$project" -c Release --no-restore -v q -nologo -clp:NoSummary "$@" || fail "the build"
print "built in $((SECONDS - started)) s"
