using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Plugins;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.UserAgents;

/// <summary>Runs a user's agent as a strategy: a new instance for each problem.</summary>
internal sealed class UserAgentStrategy(UserAgent agent) : IStrategy
{
    // The answer is at the end of the text, which may be megabytes long.
    private const int MaxAnswerLength = 64_000;

    // Resolved once: a run keeps using the build that it started with, even if the assembly is rebuilt.
    private readonly Lazy<Type> _type = new(() => UserTypes.Find(agent.Class, typeof(MeasuredAgent)));

    /// <inheritdoc/>
    public string Name => agent.ShortName;

    /// <inheritdoc/>
    public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var steps = new AgentSteps(agent.Steps, ending);
        try
        {
            // Not awaited after the task must end: an agent that blocks or hangs does not block others.
            var work = UserTaskScheduler.RunAsync(() => RunAgentAsync(session, steps), ending.Token);
            _ = work.ContinueWith(left => _ = left.Exception, TaskScheduler.Default);
            _ = EndAtTimeoutAsync(session, steps);
            var text = await work.WaitAsync(ending.Token).ConfigureAwait(false);
            return steps.BudgetError is { } spent ? throw spent : AnswerOf(session, steps, text);
        }
        catch (Exception) when (steps.BudgetError is not null)
        {
            throw steps.BudgetError;
        }
        catch (Exception exception) when (IsFailedCall(exception))
        {
            return Answer.Failed;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await steps.WaitForRunningAsync().ConfigureAwait(false);
        }
    }

    private Task<string?> RunAgentAsync(Session session, AgentSteps steps) =>
        UserTypes.Create<MeasuredAgent>(_type.Value).RunAsync(new AgentRun(session, steps, agent));

    private async Task EndAtTimeoutAsync(Session session, AgentSteps steps)
    {
        var pause = session.PauseAsync(agent.Timeout, steps.EndToken);
        await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (pause.IsCompletedSuccessfully)
        {
            steps.End(
                new OutOfBudgetException(TaskBudgetKind.Time, $"limit of {agent.Timeout.TotalSeconds:0.###} s for the agent is reached")
            );
        }
    }

    private static Answer AnswerOf(Session session, AgentSteps steps, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Answer.NoAnswer;
        }

        if (session.Problem.ExtractAnswer(text.Length > MaxAnswerLength ? text[^MaxAnswerLength..] : text) is { } answer)
        {
            return new Answer(answer, steps.LeafSteps);
        }

        session.CountParseFailure();
        return Answer.NoAnswer;
    }

    private static bool IsFailedCall(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is ModelCallException)
            {
                return true;
            }
        }

        return false;
    }
}
