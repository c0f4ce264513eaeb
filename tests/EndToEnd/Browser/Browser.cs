using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Compare;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Studies;
using AgentLoad.Client.Reports.Sweeps;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing.Reports;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(AgentLoad.EndToEnd.Browser.ChromiumFixture))]

namespace AgentLoad.EndToEnd.Browser;

/// <summary>Shared Chromium instance and reports for all browser tests. Without Chromium, the tests are skipped.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly string _folder = Directory.CreateTempSubdirectory("agentload-browser-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Path of the report of a typical run.</summary>
    public string Report { get; private set; } = "";

    /// <summary>Path of the report of a run with hostile text in every field.</summary>
    public string Hostile { get; private set; } = "";

    /// <summary>Paths of the pages of a sweep, a study and a comparison.</summary>
    public Dictionary<string, string> Pages { get; } = [];

    private static string? Executable =>
        Environment
            .GetEnvironmentVariable("PATH")
            ?.Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is not { } executable)
        {
            return;
        }

        Report = await WriteAsync("plain");
        Hostile = await WriteAsync(
            "</script><script>window.hurt=1</script><img src=x onerror=window.hurt=2><svg onload=window.hurt=3>\" "
                + "onfocus=window.hurt=4 x=\""
        );
        await WritePagesAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox"] });
    }

    /// <summary>Opens a file in a new page and records errors and requests.</summary>
    public async Task<OpenPage> OpenAsync(Func<ChromiumFixture, string> file, int width = 1400, ColorScheme scheme = ColorScheme.Light)
    {
        if (_browser is null)
        {
            Assert.Skip("Chromium is not on PATH: apt-get install chromium");
        }

        var page = await _browser!.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = scheme,
            }
        );
        var (errors, requests) = (new List<string>(), new List<string>());
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GotoAsync(new Uri(file(this)).AbsoluteUri);
        return new OpenPage(page, errors, requests);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WritePagesAsync()
    {
        var sweep = Sweeps.Result("1+ 2+ 4- 8!");
        await WriteAsync("sweep", SweepReport.Page(sweep, step => $"{step.Run}/report.html", PageAssets.Script));
        var study = SavedStudies.Save(_folder);
        await WriteAsync("study", StudyReport.Page(SavedStudy.Read(study), unit => unit.Folder, PageAssets.Script));
        await WriteAsync(
            "comparison",
            ComparisonReport.Page(
                StudyComparison.Of([SavedStudy.Read(study), SavedStudy.Read(SavedStudies.Save(_folder, "name=b"))]),
                PageAssets.Script
            )
        );

        async Task WriteAsync(string kind, string html)
        {
            Pages[kind] = Path.Combine(_folder, $"{kind}.html");
            await File.WriteAllTextAsync(Pages[kind], html);
        }
    }

    private async Task<string> WriteAsync(string text)
    {
        var run = await GeneratedRun.SaveAsync(_folder, 400, text: text, losses: new HostLoss(12, "silo-2", 500, 12, 30));
        await AgentLoadCommand.InvokeAsync(["report", run]);
        return Path.Combine(run, "report.html");
    }
}

/// <summary>A page with its errors and requests.</summary>
public sealed record OpenPage(IPage Page, List<string> Errors, List<string> Requests);
