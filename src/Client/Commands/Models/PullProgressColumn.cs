using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentLoad.Client.Commands.Models;

/// <summary>The name of a pull stage as reported by the server, truncated to the column width.</summary>
internal sealed class PullStageColumn : ProgressColumn
{
    /// <summary>Width in cells; fits <c>verifying sha256 digest</c>.</summary>
    public const int Width = 23;

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var text = task.Description.ReplaceLineEndings(" ");
        return new Text(text.Length <= Width ? text : $"{text[..(Width - 1)]}…");
    }

    public override int? GetColumnWidth(RenderOptions options) => Width;
}

/// <summary>The progress of a pull stage: percentage, size and speed, depending on the terminal width.</summary>
/// <param name="width">Width in cells.</param>
internal sealed class PullProgressColumn(int width) : ProgressColumn
{
    /// <summary>Key of the state that is set if the size of the stage is known.</summary>
    public const string HasSize = "size";

    private const int WithTime = 42;
    private const int WithSize = 20;
    private const int Share = 4;

    /// <summary>Width in cells.</summary>
    public int Width => width;

    protected override bool NoWrap => true;

    /// <summary>Creates the widest column that leaves room for a progress bar.</summary>
    /// <param name="terminal">Width of the terminal.</param>
    public static PullProgressColumn For(int terminal) =>
        new(
            terminal >= 76 ? WithTime
            : terminal >= 52 ? WithSize
            : Share
        );

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(
            !task.State.Get<bool>(HasSize) ? ""
            : width == Share ? Percent(task)
            : width == WithSize ? $"{Percent(task)} {Size(task)}"
            : $"{Percent(task)} {Size(task)}{Rest(task)}"
        );

    public override int? GetColumnWidth(RenderOptions options) => width;

    private static string Percent(ProgressTask task) =>
        Math.Floor(task.Value / task.MaxValue * 100).ToString("0", CultureInfo.InvariantCulture).PadLeft(3) + "%";

    private static string Size(ProgressTask task)
    {
        var (done, all) = (ModelText.Bytes((long)task.Value).Split(' '), ModelText.Bytes((long)task.MaxValue).Split(' '));
        return task.IsFinished ? $"{all[0]} {all[1]}" : $"{(done[1] == all[1] ? done[0] : $"{done[0]} {done[1]}")}/{all[0]} {all[1]}";
    }

    private static string Rest(ProgressTask task) =>
        task.IsFinished || task.Speed is not { } speed || speed <= 0
            ? ""
            : $"  {ModelText.Bytes((long)speed)}/s  {ModelText.Left(RemainingTime(task, speed))} left";

    private static TimeSpan RemainingTime(ProgressTask task, double speed) =>
        TimeSpan.FromSeconds(Math.Min(1e9, (task.MaxValue - task.Value) / speed));
}
