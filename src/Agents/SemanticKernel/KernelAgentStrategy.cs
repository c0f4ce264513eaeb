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

/// <summary>Has an agent of the user's own work on problems: a new one for each, on a kernel of its own.</summary>
internal sealed class KernelAgentStrategy(UserAgent agent) : IStrategy
{
    // An answer stands at the end of what is said; what is said may be megabytes.
    private const int LongestAnswer = 64_000;

    // Found once: a run goes on with the build that it began with, whatever is built meanwhile.
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
            // Left behind when the task must end: an agent that blocks or hangs holds nobody else.
            var work = UserThreads.RunAsync(() => WorkAsync(session, steps), ending.Token);
            _ = work.ContinueWith(left => _ = left.Exception, TaskScheduler.Default);
            _ = LimitAsync(session, steps);
            var text = await work.WaitAsync(ending.Token).ConfigureAwait(false);
            return steps.Spent is { } spent ? throw spent : AnswerOf(session, steps, text);
        }
        catch (Exception) when (steps.Spent is not null)
        {
            throw steps.Spent;
        }
        catch (Exception exception) when (IsFailedCall(exception))
        {
            return Answer.Failed;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await steps.SettleAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A model that carries out the functions it asks for.</summary>
    public static IChatClient InvokingFunctions(IChatClient model) => model.AsBuilder().UseKernelFunctionInvocation().Build();

    private async Task<string?> WorkAsync(Session session, AgentSteps steps)
    {
        var own = UserTypes.Create<KernelAgent>(_type.Value);
        var task = new AgentTask(session, steps);
        var builder = Kernel.CreateBuilder();
        var model = task.ModelFor("default");
        builder.Services.AddSingleton(model);
        builder.Services.AddSingleton(model.AsChatCompletionService());
        own.Configure(builder, task);

        // Last, and so innermost: what is measured is the function, not the filters around it.
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new MeasuringFilter(session, steps, agent));
        return await own.SolveAsync(builder.Build(), task, steps.Ending).ConfigureAwait(false);
    }

    private async Task LimitAsync(Session session, AgentSteps steps)
    {
        var pause = session.PauseAsync(agent.Timeout, steps.Ending);
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

        if (session.Problem.ExtractAnswer(text.Length > LongestAnswer ? text[^LongestAnswer..] : text) is { } answer)
        {
            return new Answer(answer, steps.Ends);
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
