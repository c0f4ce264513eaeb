using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AgentLoad.Testing;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace AgentLoad.EndToEnd.Deploy;

/// <summary>What <c>kubectl kustomize</c> makes of a folder.</summary>
internal sealed record Manifests(IReadOnlyList<Node> All)
{
    /// <summary>Pods by the name of what makes them.</summary>
    public IEnumerable<(string Owner, Node Pod, Node Labels)> Pods =>
        All.Where(o => o["spec/template/spec"].IsThere)
            .Select(o => (o["metadata/name"].Text!, o["spec/template/spec"], o["spec/template/metadata/labels"]));

    /// <summary>All containers, those that run first included.</summary>
    public IEnumerable<(string Owner, Node Container)> Containers =>
        Pods.SelectMany(p => p.Pod["initContainers"].Items.Concat(p.Pod["containers"].Items).Select(c => (p.Owner, c)));

    public IEnumerable<Node> Of(string kind) => All.Where(o => o["kind"].Text == kind);

    public static async Task<Manifests> BuildAsync(string folder)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("kustomize");
        start.ArgumentList.Add(Path.Combine(Checkout.Root, folder));
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip("kubectl is not on PATH");
        }

        using (process)
        {
            var error = process!.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await error);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return new Manifests([.. yaml.Documents.Select(document => new Node(document.RootNode))]);
        }
    }
}
