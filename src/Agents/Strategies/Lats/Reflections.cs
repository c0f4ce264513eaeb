using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Lats;

/// <summary>
/// What the model says about its wrong answers. Each goes into the first message of all later calls, so that what they share with
/// earlier ones ends there. Only the first failures with different answers are reflected on.
/// </summary>
internal sealed class Reflections(Session session, LatsOptions options, string question)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(IReadOnlyList<string> Thoughts, Child Failed)> _waiting = [];
    private readonly List<int> _steps = [];

    /// <summary>The first message of calls from now on.</summary>
    public string Header { get; private set; } = question;

    /// <summary>The reflections in it.</summary>
    public IReadOnlyList<int> Steps => _steps;

    /// <summary>Takes a failure in, to be reflected on before the next iteration.</summary>
    public void Add(IReadOnlyList<string> thoughts, Child failed)
    {
        if (_seen.Count < options.Reflections && _seen.Add(failed.Answer!))
        {
            _waiting.Enqueue((thoughts, failed));
        }
    }

    /// <summary>Reflects on what failed since, one after another; the last steps.</summary>
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
