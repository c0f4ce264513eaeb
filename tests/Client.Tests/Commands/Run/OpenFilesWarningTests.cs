using AgentLoad.Client.Commands.Run;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Run;

public sealed class OpenFilesWarningTests
{
    [Fact]
    public void Agents_ThatFit_NeedNoWarning() => OpenFilesWarning.Of(9488, 9488, 20_000).ShouldBeNull();

    [Fact]
    public void Agents_AboveTheLimit_AreToldWhatFits()
    {
        var warning = OpenFilesWarning.Of(20_000, 9488, 20_000)!;

        warning.ShouldStartWith(
            "20,000 agents can make more concurrent calls than this process can hold open: 9,488, with a limit of 20,000 open files."
        );
        warning.ShouldContain("Use at most 9,488 agents");
    }
}
