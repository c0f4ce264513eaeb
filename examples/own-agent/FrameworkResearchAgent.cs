using AgentLoad.Agents.AgentFramework;
using AgentLoad.Agents.UserAgents;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace OwnAgent;

/// <summary>The same agent on Microsoft Agent Framework.</summary>
public sealed class FrameworkResearchAgent : FrameworkAgent
{
    public override AIAgent CreateAgent(IChatClient model, AgentTask task) =>
        new ChatClientAgent(
            model,
            instructions: ChatResearchAgent.Instructions,
            name: "researcher",
            tools: ChatResearchAgent.FunctionsOf(task)
        );
}
