using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Plugins;
using AgentLoad.Measurement.Records;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>Runs a user's agent as a strategy: a new instance with its own kernel for each problem.</summary>
internal sealed class KernelAgentStrategy(UserAgent agent) : IStrategy
{
    // The answer is at the end of the text, which may be megabytes long.
    private const int MaxAnswerLength = 64_000;

    // Resolved once: a run keeps using the build that it started with, even if the assembly is rebuilt.
    private readonly Lazy<Type> _type = new(() => UserTypes.Find(agent.Class, typeof(KernelAgent)));

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

    /// <summary>Adds automatic function invocation to a model.</summary>
    public static IChatClient WithFunctionInvocation(IChatClient model) => model.AsBuilder().UseKernelFunctionInvocation().Build();

    private async Task<string?> RunAgentAsync(Session session, AgentSteps steps)
    {
        var own = UserTypes.Create<KernelAgent>(_type.Value);
        var task = new AgentTask(session, steps);
        var builder = Kernel.CreateBuilder();
        var model = task.ModelFor("default");
        builder.Services.AddSingleton(model);
        builder.Services.AddSingleton(model.AsChatCompletionService());
        own.Configure(builder, task);

        // Registered last, so it is the innermost filter: it measures the function without the other filters.
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new MeasuringFilter(session, steps, agent));
        return await own.SolveAsync(builder.Build(), task, steps.EndToken).ConfigureAwait(false);
    }

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
