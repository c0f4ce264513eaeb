# One image for silos, the client and simulated nodes: docker build -t agentload:0.1.0 .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
COPY examples/ examples/
COPY docs/reference/ docs/reference/
# Publishes for the architecture of this machine only: native SQLite libraries of all other platforms take 65 MB.
RUN dotnet publish src/Client/Client.csproj -c Release -o /app -a "$(dpkg --print-architecture)" --no-self-contained

# Chiselled image: no shell, no package manager, user 'app' (1654). The program writes only to --out and /tmp.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
ENV DOTNET_NOLOGO=1 DOTNET_EnableDiagnostics=0
USER 1654
WORKDIR /tmp
EXPOSE 11111 30000 8080 11434
ENTRYPOINT ["dotnet", "/app/agentload.dll"]
