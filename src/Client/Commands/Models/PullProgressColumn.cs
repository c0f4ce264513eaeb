using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentLoad.Client.Commands.Models;

/// <summary>What a pull does, in one line: the server's words, cut where they are longer.</summary>
internal sealed class PullStageColumn : ProgressColumn
{
    /// <summary>Its width in cells, for <c>verifying sha256 digest</c>.</summary>
    public const int Width = 23;

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var text = task.Description.ReplaceLineEndings(" ");
        return new Text(text.Length <= Width ? text : $"{text[..(Width - 1)]}…");
    }

    public override int? GetColumnWidth(RenderOptions options) => Width;
}

/// <summary>How far a stage of a pull is, as much of it as a line has room for.</summary>
/// <param name="width">Its width in cells.</param>
internal sealed class PullProgressColumn(int width) : ProgressColumn
{
    /// <summary>State of a stage whose size is known.</summary>
    public const string HasSize = "size";

    private const int WithTime = 42;
    private const int WithSize = 20;
    private const int Share = 4;

    /// <summary>Its width in cells.</summary>
    public int Width => width;

    protected override bool NoWrap => true;

    /// <summary>The widest that leaves room for a bar.</summary>
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
            : $"  {ModelText.Bytes((long)speed)}/s  {ModelText.Left(TimeSpan.FromSeconds(Math.Min(1e9, (task.MaxValue - task.Value) / speed)))} left";
}
