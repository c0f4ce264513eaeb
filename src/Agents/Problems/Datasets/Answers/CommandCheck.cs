using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Datasets.Answers;

/// <summary>
/// A command of the user judges answers: exit status 0 is correct, 1 is wrong, any other is an error. It runs in the shell, in the folder
/// of the data file, with the answer on standard input and the row as JSON in the variable AGENTLOAD_ROW. At most one command per processor
/// runs concurrently. Verdicts are kept for each answer.
/// </summary>
/// <param name="command">The command line.</param>
/// <param name="timeout">Maximum time of a command.</param>
/// <param name="folder">Working folder.</param>
internal sealed partial class CommandCheck(string command, TimeSpan timeout, string folder) : AnswerCheck
{
    private const int MaxError = 300;
    private static readonly SemaphoreSlim Running = new(Environment.ProcessorCount);
    private readonly ConcurrentDictionary<(string Row, string Answer), bool> _verdicts = new();

    /// <inheritdoc/>
    public override string Form => "<answer>";

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Returns the row, which the command receives.</summary>
    public override string? Expect(string text) => text;

    /// <summary>Returns the last code block; the stated answer if there is none; else the whole reply.</summary>
    public override string? Read(string reply)
    {
        var text = Reasoning.Split(reply).Text;
        return Fence().Matches(text) is [.., var block] ? block.Groups["text"].Value.TrimEnd()
            : AnswerText.ReadLine(text) is { } line ? line
            : text.Trim() is { Length: > 0 } whole ? whole
            : null;
    }

    /// <summary>Returns the verdict of an answer that <see cref="JudgeAsync"/> has judged; false for any other.</summary>
    public override bool IsCorrect(string answer, string expected) => _verdicts.GetValueOrDefault((expected, answer));

    /// <summary>Runs the command and returns its verdict.</summary>
    /// <exception cref="InvalidOperationException">The command cannot be started, takes too long, or exits with another status.</exception>
    public async Task<bool> JudgeAsync(string answer, string row, CancellationToken cancellationToken)
    {
        if (_verdicts.TryGetValue((row, answer), out var known))
        {
            return known;
        }

        await Running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _verdicts[(row, answer)] = await RunAsync(answer, row, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Running.Release();
        }
    }

    private async Task<bool> RunAsync(string answer, string row, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(
                OperatingSystem.IsWindows() ? "cmd.exe" : "/bin/sh",
                OperatingSystem.IsWindows() ? ["/c", command] : ["-c", command]
            )
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["AGENTLOAD_ROW"] = row },
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw Failure($"cannot be started: {error.Message}");
        }

        using var limit = new CancellationTokenSource(timeout);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(linked.Token);
            var errors = process.StandardError.ReadToEndAsync(linked.Token);
            await WriteAsync(process, answer, linked.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(linked.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            var text = await errors.ConfigureAwait(false);
            return process.ExitCode switch
            {
                0 => true,
                1 => false,
                var status => throw Failure(string.Create(CultureInfo.InvariantCulture, $"exited with status {status}: {Shorten(text)}")),
            };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Failure(string.Create(CultureInfo.InvariantCulture, $"did not end within {timeout.TotalSeconds:0.###} s"));
        }
    }

    // A command that does not read its input may exit first.
    private static async Task WriteAsync(Process process, string answer, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(answer.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException) { }
    }

    private InvalidOperationException Failure(string what) => new($"The command '{command}' that verifies answers {what}");

    private static string Shorten(string text) => text.Trim() is var trimmed && trimmed.Length > MaxError ? trimmed[..MaxError] : trimmed;

    [GeneratedRegex(@"```[\w+#.-]{0,20}[ \t]{0,4}\r?\n(?<text>.{0,100000}?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}
