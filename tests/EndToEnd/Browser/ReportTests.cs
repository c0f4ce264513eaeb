using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Browser;

public sealed class ReportTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task Report_Opened_DrawsItsChartsWithoutErrorOrRequest()
    {
        await using var opened = await chromium.OpenAsync(c => c.Report);
        var (page, errors, requests) = opened;

        if (await page.Locator("body.static").CountAsync() == 0)
        {
            (await page.Locator(".uplot canvas").CountAsync()).ShouldBe(7);
        }

        (await page.Locator("svg path.line").CountAsync()).ShouldBeGreaterThan(3);
        errors.ShouldBeEmpty();
        requests.ShouldHaveSingleItem().ShouldStartWith("file:");
    }

    [Theory]
    [InlineData(380, ColorScheme.Light)]
    [InlineData(380, ColorScheme.Dark)]
    [InlineData(800, ColorScheme.Dark)]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(2000, ColorScheme.Dark)]
    public async Task Report_AtAnyWidth_NeverScrollsSideways(int width, ColorScheme scheme)
    {
        await using var opened = await chromium.OpenAsync(c => c.Report, width, scheme);
        var (page, errors, _) = opened;
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task FlameGraph_Zoomed_FillsTheWidthAndResetsByKeyboard()
    {
        await using var opened = await ScriptedAsync();
        var (page, errors, _) = opened;
        var cell = page.Locator("details[open] .flame .cell[data-n='value']").First;
        var before = await cell.GetAttributeAsync("width");

        await cell.ClickAsync();
        (await cell.GetAttributeAsync("width")).ShouldBe("100%");
        await page.Locator("details[open] .flame .cells").First.FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");

        var after = await cell.GetAttributeAsync("width");
        double.Parse(after!.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(double.Parse(before!.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture), 0.01);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_OfAStep_CountsMatchesAndFadesTheRest()
    {
        await using var opened = await ScriptedAsync();
        var (page, errors, _) = opened;

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("propose");

        (await page.Locator("#found").TextContentAsync())!.ShouldContain("step");
        (await page.Locator("body.searching").CountAsync()).ShouldBe(1);
        (await page.Locator("details[open] .lanes .hit").CountAsync()).ShouldBe(1);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Theme_Selected_OverridesTheSystemTheme()
    {
        await using var opened = await chromium.OpenAsync(c => c.Report);
        var (page, errors, _) = opened;
        var light = await BackgroundAsync(page);

        await page.Locator("label:has(#theme-dark)").ClickAsync();

        (await BackgroundAsync(page)).ShouldNotBe(light);
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Color_Selected_ChangesTheColorOfSteps()
    {
        await using var opened = await chromium.OpenAsync(c => c.Report);
        var (page, _, _) = opened;
        var step = page.Locator("details[open] .lanes .c").First;
        var waste = await step.EvaluateAsync<string>("e => getComputedStyle(e).fill");

        await page.Locator("label:has(#color-tokens)").ClickAsync();

        (await step.EvaluateAsync<string>("e => getComputedStyle(e).fill")).ShouldNotBe(waste);
    }

    [Fact]
    public async Task Term_Focused_ShowsItsDefinition()
    {
        await using var opened = await chromium.OpenAsync(c => c.Report);
        var (page, _, _) = opened;
        var term = page.Locator("#strategies .term").First;

        await term.FocusAsync();

        (await term.Locator(".def").EvaluateAsync<string>("e => getComputedStyle(e).visibility")).ShouldBe("visible");
    }

    [Fact]
    public async Task Report_OfHostileText_ExecutesNoneOfIt()
    {
        await using var opened = await chromium.OpenAsync(c => c.Hostile);
        var (page, errors, requests) = opened;
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");

        (await page.EvaluateAsync<bool>("window.hurt === undefined")).ShouldBeTrue();
        (await page.Locator("img").CountAsync()).ShouldBe(0);
        errors.ShouldBeEmpty();
        requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("sweep", 380, ColorScheme.Dark)]
    [InlineData("sweep", 1440, ColorScheme.Light)]
    [InlineData("study", 380, ColorScheme.Light)]
    [InlineData("study", 800, ColorScheme.Dark)]
    [InlineData("comparison", 380, ColorScheme.Light)]
    [InlineData("comparison", 1440, ColorScheme.Dark)]
    public async Task Page_OfASweepStudyOrComparison_FitsTheWidthAndShowsWhatScrolls(string kind, int width, ColorScheme scheme)
    {
        await using var opened = await chromium.OpenAsync(c => c.Pages[kind], width, scheme);
        var (page, errors, requests) = opened;

        (await page.Locator("section#verdict h2").BoundingBoxAsync())!.Y.ShouldBeLessThan(500, "the verdict is on the first screen");
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        (await page.Locator("svg text.label, svg path.line, svg circle.dot").CountAsync()).ShouldBeGreaterThan(2);
        if (await page.Locator("body.static").CountAsync() == 0)
        {
            // The hints appear with the next layout.
            await page.WaitForFunctionAsync(
                """
                () => [...document.querySelectorAll('.scroll')].every(area =>
                    area.scrollWidth <= area.clientWidth + 1 === !area.previousElementSibling?.classList.contains('scroll-hint'))
                """
            );
        }

        errors.ShouldBeEmpty();
        requests.ShouldHaveSingleItem().ShouldStartWith("file:");
    }

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private async Task<OpenPage> ScriptedAsync()
    {
        var opened = await chromium.OpenAsync(c => c.Report);
        var (page, _, _) = opened;
        if (await page.Locator("body.static").CountAsync() > 0)
        {
            Assert.Skip("agentload was built without Node: its pages have no script");
        }

        return opened;
    }
}
