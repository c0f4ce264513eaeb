using System.Text.RegularExpressions;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Https;

/// <summary>Model servers behind TLS.</summary>
public sealed partial class HttpsTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly TestAuthority _authority;

    public HttpsTests() => _authority = new TestAuthority(_folder.Path, "own");

    [Theory]
    [InlineData("ollama")]
    [InlineData("openai")]
    public async Task Run_OverTls_WorksWhereTheAuthorityIsTrustedAndSaysWhatToDoElsewhere(string api)
    {
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--profile", "instant");
        var (certificate, key) = _authority.Issue("server");
        var plain = UrlForm().Match(await node.LineAsync("http://")).Value;
        await using var front = new TlsFront(certificate, key, plain);
        string[] Run(string url) =>
            [
                "run",
                "--url",
                url,
                "--api",
                api,
                "--model",
                "simulated:8b",
                "--strategy",
                "self-consistency",
                "--tasks",
                "6",
                "--out",
                "runs",
            ];

        var stranger = await AgentLoadProcess.RunAsync(_folder.Path, Run(front.Url));
        var noTls = await AgentLoadProcess.RunAsync(_folder.Path, Run(plain.Replace("http:", "https:", StringComparison.Ordinal)));
        // OpenSSL reads the variable when the process starts.
        using var trusting = AgentLoadProcess.StartBy(["env", $"SSL_CERT_FILE={_authority.File}"], _folder.Path, Run(front.Url));
        var run = await trusting.EndAsync();

        stranger.ExitCode.ShouldBe(1, stranger.All);
        stranger.Error.ShouldContain($"TLS connection to {front.Url} failed");
        stranger.Error.ShouldContain("certificate");
        stranger.Error.ShouldContain("SSL_CERT_FILE");
        noTls.ExitCode.ShouldBe(1, noTls.All);
        noTls.Error.ShouldContain("change the URL to http://");
        run.ShouldExit(0);
        var summary = RunSummaryJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "summary.json")));
        summary.Calls.ByOutcome.Where(outcome => outcome.Value > 0).ShouldAllBe(outcome => outcome.Key.IsGood());
        summary.Run.Endpoints.ShouldHaveSingleItem().Url.ShouldStartWith(front.Url);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();
}
