using System.ComponentModel;
using AgentLoad.Agents.SemanticKernel;
using AgentLoad.Agents.UserAgents;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;
using FunctionInvocationContext = Microsoft.SemanticKernel.FunctionInvocationContext;

namespace AgentLoad.Agents.Tests.SemanticKernel;

/// <summary>A prompt template with automatic function calling, with functions that succeed or fail in different ways.</summary>
public class LoopAgent : KernelAgent
{
    public override void Configure(IKernelBuilder builder, AgentTask task) => builder.Plugins.AddFromType<TestPlugin>("conduct");

    public override async Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
    {
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        var answer = await kernel.InvokePromptAsync(
            "Q: {{$question}}",
            new(settings) { ["question"] = task.Question },
            cancellationToken: cancellationToken
        );
        return answer.ToString();
    }
}

public sealed class TestPlugin
{
    [KernelFunction, Description("Says what it is told.")]
    public static string Echo(string text) => text;

    [KernelFunction]
    public static string Throw() => throw new InvalidOperationException("the database is away");

    [KernelFunction]
    public static async Task<string> HangAsync()
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return "";
    }

    [KernelFunction]
    public static string Block()
    {
        new ManualResetEventSlim().Wait();
        return "";
    }

    [KernelFunction]
    public static string Flood() => new('x', 5_000_000);
}

public sealed class StreamingAgent : KernelAgent
{
    public override async Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
    {
        var pieces = new List<string>();
        var history = new ChatHistory(task.Question);
        await foreach (
            var piece in kernel
                .GetRequiredService<IChatCompletionService>()
                .GetStreamingChatMessageContentsAsync(history, kernel: kernel, cancellationToken: cancellationToken)
        )
        {
            pieces.Add(piece.Content ?? "");
        }

        return pieces.Count(p => p.Length > 0) > 1 ? string.Concat(pieces) : "it did not stream";
    }
}

/// <summary>Stops reading after the first piece.</summary>
public sealed class StreamAbandoningAgent : KernelAgent
{
    public override async Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
    {
        await foreach (var piece in kernel.InvokePromptStreamingAsync(task.Question, cancellationToken: cancellationToken))
        {
            if (piece.ToString().Length > 0)
            {
                return "Answer: heard enough";
            }
        }

        return null;
    }
}

/// <summary>Two concurrent agents, and a third that merges their answers.</summary>
public sealed class TeamAgent : KernelAgent
{
    public override async Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
    {
        var drafts = await Task.WhenAll(
            AskAsync(kernel, "optimist", task.Question, cancellationToken),
            AskAsync(kernel, "sceptic", task.Question, cancellationToken)
        );
        return await AskAsync(kernel, "editor", $"Merge these.\nFirst: {drafts[0]}\nSecond: {drafts[1]}", cancellationToken);
    }

    private static async Task<string> AskAsync(Kernel kernel, string name, string question, CancellationToken cancellationToken)
    {
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var history = new ChatHistory($"You are the {name}.");
        history.AddUserMessage(question);
        var reply = await chat.GetChatMessageContentAsync(history, kernel: kernel, cancellationToken: cancellationToken);
        return reply.Content ?? "";
    }
}

/// <summary>Calls the model of a role.</summary>
public sealed class CriticAgent : KernelAgent
{
    public override async Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
    {
        var draft = await kernel.InvokePromptAsync("Write a draft.", cancellationToken: cancellationToken);
        var reply = await task.ModelFor("critic").GetResponseAsync($"Judge this: {draft}", cancellationToken: cancellationToken);
        return reply.Text;
    }
}

public sealed class FilteredAgent : LoopAgent
{
    public override void Configure(IKernelBuilder builder, AgentTask task)
    {
        base.Configure(builder, task);
        builder.Services.AddSingleton<IFunctionInvocationFilter, UppercaseFilter>();
    }

    private sealed class UppercaseFilter : IFunctionInvocationFilter
    {
        public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            await next(context);
            if (context.Function.Name == "Echo")
            {
                context.Result = new FunctionResult(context.Result, context.Result.ToString().ToUpperInvariant());
            }
        }
    }
}

/// <summary>Never ends and catches every exception.</summary>
public sealed class RunawayAgent : KernelAgent
{
    public override async Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await kernel.InvokePromptAsync("Go on.", cancellationToken: CancellationToken.None);
            }
            catch (Exception)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}

public sealed class BlockingAgent : KernelAgent
{
    public override Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
    {
        new ManualResetEventSlim().Wait(CancellationToken.None);
        return Task.FromResult<string?>(null);
    }
}

public sealed class ThrowingAgent : KernelAgent
{
    public override Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not today");
}

public sealed class FailingConstructorAgent : KernelAgent
{
    public FailingConstructorAgent() => throw new InvalidOperationException("no licence");

    public override Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);
}

/// <summary>Returns a very long answer.</summary>
public sealed class LongAnswerAgent : KernelAgent
{
    public override Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken) =>
        Task.FromResult<string?>("Answer: " + new string('x', 2_000_000));
}
