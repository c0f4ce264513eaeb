using System.ComponentModel;
using System.Diagnostics;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Deploy;

/// <summary>In a container the program is the first process, from which the kernel keeps signals that it does not ask for.</summary>
public sealed class FirstProcessTests : IDisposable
{
    private static readonly string[] AsFirst = ["unshare", "--pid", "--fork", "--kill-child"];

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Doctor_ThatWaitsInAContainer_EndsWhenItsPodIsDeleted()
    {
        SkipWithoutNamespaces();
        using var doctor = AgentLoadProcess.StartBy(AsFirst, _folder.Path, "doctor", "--cluster", "redis://127.0.0.1:1", "--wait", "60");
        await doctor.LineAsync("FIX   Redis");

        doctor.SignalInner(15);
        (await doctor.EndAsync()).ExitCode.ShouldBe(128 + 15);
    }

    public void Dispose() => _folder.Dispose();

    private static void SkipWithoutNamespaces()
    {
        try
        {
            using var attempt = Process.Start(
                new ProcessStartInfo(AsFirst[0], [.. AsFirst.Skip(1), "true"]) { RedirectStandardError = true }
            )!;
            attempt.WaitForExit();
            Assert.SkipUnless(
                attempt.ExitCode == 0 && File.Exists($"/proc/{Environment.ProcessId}/task/{Environment.ProcessId}/children"),
                "no process namespaces here"
            );
        }
        catch (Win32Exception)
        {
            Assert.Skip("unshare is not installed");
        }
    }
}
