using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;

namespace AgentLoad.Agents.Tests.Strategies;

/// <summary>Invariants of every tree search.</summary>
internal static class SearchChecks
{
    /// <summary>Edges point backwards, used steps were awaited, only the first step has no dependency, and keys are unique.</summary>
    public static void CheckEdges(TaskRecord task)
    {
        task.Steps.Select(s => s.Key).ShouldBeUnique();
        foreach (var step in task.Steps)
        {
            step.Uses.Except(step.After).ShouldBeEmpty();
            step.After.ShouldAllBe(id => id < step.Id);
        }
    }

    /// <summary>
    /// The prompt of a step that extends another state starts with its conversation without the last request. Requests are in the order of
    /// step numbers.
    /// </summary>
    public static void CheckSharedPaths(TaskRecord task, PumpedClient client)
    {
        foreach (var step in task.Steps)
        {
            foreach (var used in step.Uses.Where(id => task.Steps[id - 1].Name == "propose"))
            {
                var (own, other) = (client.Requests[step.Id - 1].Messages, client.Requests[used - 1].Messages);
                own.Count.ShouldBe(other.Count + 2);
                for (var i = 0; i < other.Count - 1; i++)
                {
                    own[i].ShouldBe(other[i]);
                }

                (other.Count == 1 ? other[0].Content.StartsWith(own[0].Content, StringComparison.Ordinal) : true).ShouldBeTrue();
                own[^2].Role.ShouldBe(ChatRole.Assistant);
                own[^1].Role.ShouldBe(ChatRole.User);
            }
        }
    }

    /// <summary>Parses the state and the kind of a prompt of <see cref="FakeSearch"/>.</summary>
    public static (string Asks, string State) Read(CallRequest request)
    {
        var content = request.Messages[^1].Content;
        var ask = content[(content.LastIndexOf('\n') + 1)..];
        var colon = ask.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (ask, "") : (ask[..colon], ask[(colon + 1)..]);
    }

    /// <summary>Random numbers derived from a prompt, independent of earlier calls.</summary>
    public static Random Dice(int seed, string prompt) => Seeds.Random((ulong)seed, prompt);
}
