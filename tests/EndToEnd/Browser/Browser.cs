using System.Collections.Concurrent;
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
    private readonly ConcurrentBag<IPage> _idle = [];
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

        // A new page is a new process. Pages are used again by the next test.
        var page = _idle.TryTake(out var idle) ? idle : await _browser!.NewPageAsync();
        await page.SetViewportSizeAsync(width, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var opened = new OpenPage(page, _idle.Add);
        await page.GotoAsync(new Uri(file(this)).AbsoluteUri);
        return opened;
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

/// <summary>A page with its errors and requests. It is empty again once it is disposed.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly IPage _page;
    private readonly Action<IPage> _free;
    private readonly List<string> _errors = [];
    private readonly List<string> _requests = [];

    /// <param name="page">Page.</param>
    /// <param name="free">Called with the page when it can be used again.</param>
    public OpenPage(IPage page, Action<IPage> free)
    {
        (_page, _free) = (page, free);
        page.Console += OnConsole;
        page.PageError += OnError;
        page.Request += OnRequest;
    }

    /// <summary>Returns the page, errors of its console and scripts, and the URLs that it requested.</summary>
    public void Deconstruct(out IPage page, out List<string> errors, out List<string> requests) =>
        (page, errors, requests) = (_page, _errors, _requests);

    public async ValueTask DisposeAsync()
    {
        _page.Console -= OnConsole;
        _page.PageError -= OnError;
        _page.Request -= OnRequest;
        await _page.GotoAsync("about:blank");
        _free(_page);
    }

    private void OnConsole(object? sender, IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
        {
            _errors.Add(message.Text);
        }
    }

    private void OnError(object? sender, string error) => _errors.Add(error);

    private void OnRequest(object? sender, Microsoft.Playwright.IRequest request) => _requests.Add(request.Url);
}
