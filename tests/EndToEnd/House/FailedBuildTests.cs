using System.Diagnostics;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.House;

/// <summary>A build that cannot succeed ends with one line that has the cause and the fix, and with exit status 1.</summary>
public sealed class FailedBuildTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData("agentload")]
    [InlineData("test.sh")]
    public async Task Scripts_WithoutSdk_NameTheDownload(string script)
    {
        var programs = Path.Combine(_folder.Path, "programs");
        Directory.CreateDirectory(programs);
        foreach (var program in new[] { "bash", "dirname", "readlink" })
        {
            File.CreateSymbolicLink(Path.Combine(programs, program), FindProgram(program));
        }

        var ended = await RunAsync(Checkout.PathOf(script), new() { ["PATH"] = programs });

        ended.ExitCode.ShouldBe(1, ended.All);
        ended
            .Error.Trim()
            .ShouldBe($"{script}: the .NET 10 SDK is not on PATH. Install it from https://dotnet.microsoft.com/download/dotnet/10.0");
    }

    [Fact]
    public async Task Agentload_WithoutNetwork_NamesTheFeed()
    {
        CopyTree();
        var ended = await BuildAsync("http://127.0.0.1:9/index.json");
        ended.ExitCode.ShouldBe(1, ended.All);
        LastLine(ended).ShouldContain("the NuGet feed http://127.0.0.1:9/index.json cannot be reached. Check the network");
    }

    [Fact]
    public async Task Agentload_WithAFeedThatLacksAPackage_NamesThePackage()
    {
        CopyTree();
        var ended = await BuildAsync(Path.Combine(_folder.Path, "home"));
        ended.ExitCode.ShouldBe(1, ended.All);
        LastLine(ended).ShouldContain("the NuGet feeds do not have the package YamlDotNet. Add https://api.nuget.org/v3/index.json");
    }

    public void Dispose() => _folder.Dispose();

    private static string LastLine(Finished ended) => ended.Error.Trim().Split('\n')[^1];

    /// <summary>Copies the scripts and creates a client with one package.</summary>
    private void CopyTree()
    {
        foreach (var file in new[] { "agentload", "global.json", "src/build.sh" })
        {
            var copy = Path.Combine(_folder.Path, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Checkout.PathOf(file), copy);
        }

        var client = Path.Combine(_folder.Path, "src", "Client", "Client.csproj");
        Directory.CreateDirectory(Path.GetDirectoryName(client)!);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "examples"));
        File.WriteAllText(
            client,
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="YamlDotNet" Version="16.3.0" /></ItemGroup>
            </Project>
            """
        );
    }

    /// <summary>Builds with one feed and an empty package folder.</summary>
    private Task<Finished> BuildAsync(string feed)
    {
        var home = Path.Combine(_folder.Path, "home");
        Directory.CreateDirectory(Path.Combine(home, ".nuget", "NuGet"));
        File.WriteAllText(
            Path.Combine(home, ".nuget", "NuGet", "NuGet.Config"),
            $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="only" value="{feed}" allowInsecureConnections="true" />
              </packageSources>
            </configuration>
            """
        );
        return RunAsync(
            Path.Combine(_folder.Path, "agentload"),
            new()
            {
                ["HOME"] = home,
                ["DOTNET_CLI_HOME"] = home,
                ["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "packages"),
                ["http_proxy"] = "",
                ["HTTP_PROXY"] = "",
            }
        );
    }

    private static string FindProgram(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, name)).First(File.Exists);

    private async Task<Finished> RunAsync(string script, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(FindProgram("bash"), [script, "--version"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
            return new Finished(process.ExitCode, await output, await error);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
