using System.Net;
using System.Text.Json;
using AgentLoad.Client.Live.Web;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Testing.Reports;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Browser;

/// <summary>Tests of the live page in a real browser.</summary>
public sealed class LivePageTests(ChromiumFixture chromium)
{
    private const string Hurtful = "</script><script>window.hurt=1</script><img src=x onerror=window.hurt=2>\" onfocus=window.hurt=3 x=\"";

    [Fact]
    public async Task Page_DuringARun_UpdatesChartsWithoutReload()
    {
        await using var server = await StartAsync(PageAssets.LiveScript);
        if (PageAssets.LiveScript is null)
        {
            Assert.Skip("agentload was built without Node: its pages have no script");
        }

        await using var opened = await chromium.OpenAsync(_ => server.Url);
        var (page, errors, requests) = opened;
        (await page.Locator(".uplot canvas").CountAsync()).ShouldBe(9);

        var before = await page.Locator("[data-part=figures]").TextContentAsync();
        server.Show(Frames.At(45, calls: 77_777));
        await page.Locator("text=77,777").First.WaitForAsync();

        (await page.Locator("[data-part=figures]").TextContentAsync()).ShouldNotBe(before);
        (await page.Locator("#gone").IsVisibleAsync()).ShouldBeFalse();
        errors.ShouldBeEmpty();
        requests.ShouldAllBe(url => url == server.Url || url == server.Url + "data");
    }

    [Theory]
    [InlineData(380, ColorScheme.Light)]
    [InlineData(380, ColorScheme.Dark)]
    [InlineData(900, ColorScheme.Dark)]
    [InlineData(2000, ColorScheme.Light)]
    public async Task Page_AtAnyWidth_NeverScrollsSideways(int width, ColorScheme scheme)
    {
        await using var server = await StartAsync(PageAssets.LiveScript);
        await using var opened = await chromium.OpenAsync(_ => server.Url, width, scheme);
        var (page, errors, _) = opened;

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(
            width,
            await page.EvaluateAsync<string>(
                """
                [...document.querySelectorAll('body *')]
                    .filter(e => e.scrollWidth > e.clientWidth && e.clientWidth > 0 && getComputedStyle(e).overflowX === 'visible')
                    .map(e => `${e.tagName} ${e.className} ${e.id}`)
                    .join(', ')
                """
            )
        );
        var background = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        (background == "rgb(252, 252, 250)").ShouldBe(scheme == ColorScheme.Light, background);
        errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Page_OfHostileNames_ExecutesNoneOfThem(bool scripted)
    {
        await using var server = await StartAsync(scripted ? PageAssets.LiveScript : null, Hurtful);
        await using var opened = await chromium.OpenAsync(_ => server.Url);
        var (page, errors, _) = opened;
        if (scripted && PageAssets.LiveScript is not null)
        {
            // Also covers the script, which inserts received HTML into the page.
            server.Show(Frames.At(45, Hurtful, calls: 77_777));
            await page.Locator("text=77,777").First.WaitForAsync();
        }

        (await page.EvaluateAsync<bool>("window.hurt === undefined")).ShouldBeTrue();
        (await page.Locator("img").CountAsync()).ShouldBe(0);
        (await page.Locator("h1").TextContentAsync())!.ShouldContain("</script>");
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_WithoutScript_DrawsChartsAndReloads()
    {
        await using var server = await StartAsync(null);
        await using var opened = await chromium.OpenAsync(_ => server.Url);
        var (page, errors, _) = opened;

        (await page.Locator("svg path.line").CountAsync()).ShouldBeGreaterThan(5);
        (await page.Locator("meta[http-equiv=refresh]").GetAttributeAsync("content")).ShouldBe("2");
        server.Show(Frames.At(45, calls: 77_777));
        await page.Locator("text=77,777").First.WaitForAsync();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_OfAnEndedRun_KeepsTheLastMetrics()
    {
        if (PageAssets.LiveScript is null)
        {
            Assert.Skip("agentload was built without Node: its pages have no script");
        }

        var server = await StartAsync(PageAssets.LiveScript);
        await using var opened = await chromium.OpenAsync(_ => server.Url);
        var (page, _, _) = opened;

        await server.DisposeAsync();

        await page.Locator("#gone:not([hidden])").WaitForAsync();
        (await page.Locator("#state").TextContentAsync()).ShouldBe("ended");
        (await page.Locator("[data-part=figures]").TextContentAsync())!.ShouldContain("30");
    }

    [Fact]
    public async Task Server_WithoutTheToken_ReturnsNotFound()
    {
        await using var server = await StartAsync(null);
        using var client = new HttpClient();
        var root = new Uri(server.Url).GetLeftPart(UriPartial.Authority);

        foreach (
            var path in new[]
            {
                "/",
                "/data",
                new Uri(server.Url).AbsolutePath.TrimEnd('/'),
                "/0123456789abcdef0123456789abcdef/",
                "/0123456789abcdef0123456789abcdef/data",
                new Uri(server.Url).AbsolutePath + "more",
            }
        )
        {
            using var reply = await client.GetAsync(root + path, TestContext.Current.CancellationToken);
            reply.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }

        using var written = await client.PostAsync(server.Url, new StringContent(""), TestContext.Current.CancellationToken);
        written.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, server.Url) { Headers = { Host = "evil.example" } };
        (await client.SendAsync(rebound, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        new Uri(server.Url).Host.ShouldBe("127.0.0.1");
        JsonDocument
            .Parse(await client.GetStringAsync(server.Url + "data", TestContext.Current.CancellationToken))
            .RootElement.GetProperty("parts")
            .EnumerateObject()
            .Count()
            .ShouldBe(8);
    }

    private static Task<LiveServer> StartAsync(string? script, string text = "tree-of-thoughts") =>
        LiveServer.StartAsync(0, Frames.At(30, text), script, TestContext.Current.CancellationToken);
}
