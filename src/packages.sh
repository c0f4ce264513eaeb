# Sourced by ../agentload and ../test.sh. Sets cluster_flag: empty where this machine's NuGet feeds have the packages of src/Silo and
# src/SemanticKernel, and the build's switch where they do not. AgentLoadCluster=false in the environment decides without asking.
# The answer is kept until the versions or the user's NuGet configuration change.

cluster_flag=""
cluster_packages=(Microsoft.Orleans.Clustering.Redis Microsoft.Orleans.Connections.Security Microsoft.SemanticKernel.Agents.Core OllamaSharp)

find_cluster_packages() {
  local root="$1" answer="$1/src/Silo/obj/packages" config
  [ "${AgentLoadCluster:-}" = "" ] || { [ "$AgentLoadCluster" = true ] || cluster_flag="-p:AgentLoadCluster=false"; return; }
  if [ ! -f "$answer" ] || [ "$root/Directory.Packages.props" -nt "$answer" ] || [ "${HOME:-}/.nuget/NuGet/NuGet.Config" -nt "$answer" ]; then
    mkdir -p "$root/src/Silo/obj"
    if probe_packages "$root"; then echo yes >"$answer"; else echo no >"$answer"; fi
  fi
  [ "$(cat "$answer")" = yes ] || cluster_flag="-p:AgentLoadCluster=false"
}

# One restore of the packages alone: seconds, where a restore of everything that finds one missing takes minutes.
probe_packages() {
  local folder id version status
  folder="$(mktemp -d)"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup><ItemGroup>'
    for id in "${cluster_packages[@]}"; do
      version="$(sed -n "s/.*Include=\"$id\" Version=\"\([^\"]*\)\".*/\1/p" "$1/Directory.Packages.props")"
      echo "<PackageReference Include=\"$id\" Version=\"[$version]\" />"
    done
    echo '</ItemGroup></Project>'
  } >"$folder/probe.csproj"
  dotnet restore "$folder/probe.csproj" -v q -nologo >/dev/null 2>&1
  status=$?
  rm -rf "$folder"
  return $status
}

say_cluster_packages() {
  [ -z "$cluster_flag" ] ||
    echo "$1: without clusters, Semantic Kernel and OllamaSharp, whose packages (${cluster_packages[*]}) this machine's NuGet feeds lack; agents live in the one process" >&2
}
