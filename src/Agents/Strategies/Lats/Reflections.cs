using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Lats;

/// <summary>
/// The model's reflections on wrong answers. Each reflection is added to the first message of all later calls, which ends the prefix shared
/// with earlier calls. Only the first failures with distinct answers are reflected on.
/// </summary>
internal sealed class Reflections(Session session, LatsOptions options, string question)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(IReadOnlyList<string> Thoughts, Child Failed)> _waiting = [];
    private readonly List<int> _steps = [];

    /// <summary>The first message of subsequent calls.</summary>
    public string Header { get; private set; } = question;

    /// <summary>Steps of the reflections in <see cref="Header"/>.</summary>
    public IReadOnlyList<int> Steps => _steps;

    /// <summary>Queues a failure for reflection before the next iteration.</summary>
    public void Add(IReadOnlyList<string> thoughts, Child failed)
    {
        if (_seen.Count < options.Reflections && _seen.Add(failed.Answer!))
        {
            _waiting.Enqueue((thoughts, failed));
        }
    }

    /// <summary>Reflects on queued failures sequentially and returns the last steps.</summary>
    public async Task<IReadOnlyList<int>> ReflectAsync(IReadOnlyList<int> last, CancellationToken cancellationToken)
    {
        while (_waiting.TryDequeue(out var waiting))
        {
            var (thoughts, failed) = waiting;
            var spec = new CallSpec(
                "reflect",
                StepKeys.Of("reflect", _seen.Count - _waiting.Count),
                SearchPath.Messages(Header, [.. thoughts, failed.Thought], ThoughtPrompts.Reflect(failed.Answer!))
            )
            {
                After = [.. last.Union(failed.Steps).Union(_steps)],
                Uses = [.. failed.Steps.Union(_steps)],
                Temperature = options.Temperature,
            };
            var reply = await session.CallAsync(spec, cancellationToken).ConfigureAwait(false);
            last = [reply.Step];
            if (reply.IsGood)
            {
                _steps.Add(reply.Step);
                Header = $"{Header}\n\nFrom an earlier failure:\n{reply.Text.Trim()}";
            }
        }

        return last;
    }
}
