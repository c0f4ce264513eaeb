using System.ComponentModel;
using AgentLoad.Agents.SemanticKernel;
using AgentLoad.Agents.UserAgents;
using Microsoft.SemanticKernel;

namespace OwnAgent;

/// <summary>
/// Answers questions about invented people, their mentors and their marbles. The model calls functions until it has the answer.
/// </summary>
public sealed class ResearchAgent : KernelAgent
{
    private const string Prompt = """
        {{$question}}

        Use the functions until you know the answer. Then reply with one line, Final Answer: the answer
        """;

    public override void Configure(IKernelBuilder builder, AgentTask task)
    {
        builder.Plugins.AddFromObject(new PeoplePlugin(task), "people");
        builder.Plugins.AddFromType<CalculatorPlugin>("calculator");
    }

    public override async Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
    {
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        var arguments = new KernelArguments(settings) { ["question"] = task.Question };
        var answer = await kernel.InvokePromptAsync(Prompt, arguments, cancellationToken: cancellationToken);
        return answer.ToString();
    }
}

/// <summary>Searches the problem's generated graph.</summary>
public sealed class PeoplePlugin(AgentTask task)
{
    [KernelFunction, Description("Finds people by a part of their name, and names the relations that lookup knows.")]
    public Task<string> SearchAsync([Description("part of a name")] string query, CancellationToken cancellationToken) =>
        task.UseAsync("search", new { query }, cancellationToken);

    [KernelFunction, Description("Says who a person's mentor, rival, neighbour, supplier, guardian or translator is.")]
    public Task<string> LookupAsync(
        [Description("the person's full name")] string entity,
        string relation,
        CancellationToken cancellationToken
    ) => task.UseAsync("lookup", new { entity, relation }, cancellationToken);
}
