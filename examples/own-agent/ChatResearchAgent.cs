using AgentLoad.Agents.ChatClients;
using AgentLoad.Agents.UserAgents;
using Microsoft.Extensions.AI;

namespace OwnAgent;

/// <summary>The same agent on <see cref="IChatClient"/> alone.</summary>
public sealed class ChatResearchAgent : ChatAgent
{
    /// <summary>What the agent is told.</summary>
    internal const string Instructions = "Use the functions until you know the answer. Then reply with one line, Final Answer: the answer";

    public override async Task<string?> SolveAsync(IChatClient model, AgentTask task, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { Tools = FunctionsOf(task) };
        var response = await model.GetResponseAsync($"{task.Question}\n\n{Instructions}", options, cancellationToken);
        return response.Text;
    }

    /// <summary>The functions of the agent.</summary>
    internal static IList<AITool> FunctionsOf(AgentTask task)
    {
        var people = new PeoplePlugin(task);
        return
        [
            AIFunctionFactory.Create(people.SearchAsync, "search"),
            AIFunctionFactory.Create(people.LookupAsync, "lookup"),
            AIFunctionFactory.Create(new CalculatorPlugin().Calculate, "calculate"),
        ];
    }
}
