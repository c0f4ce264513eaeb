using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Simulation.Answers;

/// <summary>One prompt being answered: its texts, and the randomness that belongs to its content and seed.</summary>
internal sealed class Exchange
{
    /// <summary>Reads a prompt.</summary>
    public Exchange(SimulatedPrompt prompt, double skill)
    {
        // Worked examples are read, but what is asked stands behind them.
        Prompt = prompt with
        {
            Messages = [.. prompt.Messages.Select(m => m with { Content = WorkedExamples.Without(m.Content) })],
        };
        Skill = skill;
        Text = string.Join('\n', Prompt.Messages.Where(m => m.Role is ChatRole.User or ChatRole.System).Select(m => m.Content));

        // At temperature 0 a model says the same whatever the seed.
        var content = string.Join('\n', prompt.Messages.Select(m => $"{m.Role}:{m.Content}"));
        Random = Seeds.Random(prompt.Temperature <= 0 ? 0 : prompt.Seed, $"{prompt.Model}\n{content}");
    }

    /// <summary>What is asked.</summary>
    public SimulatedPrompt Prompt { get; }

    /// <summary>All that the agent and its instructions say.</summary>
    public string Text { get; }

    /// <summary>Share of right thoughts, 0 to 1.</summary>
    public double Skill { get; }

    /// <summary>Random numbers of this reply.</summary>
    public Random Random { get; }

    /// <summary>The last thing that the agent says.</summary>
    public string Last => Prompt.Messages is [.., { Role: ChatRole.User or ChatRole.System } last] ? last.Content : "";

    /// <summary>The last thing that the model said before.</summary>
    public string LastReply => Prompt.Messages.LastOrDefault(m => m.Role == ChatRole.Assistant)?.Content ?? "";

    /// <summary>True where the prompt describes tools in text: replies are thoughts with an action or a final answer.</summary>
    public bool IsReAct => Text.Contains("\nTools:", StringComparison.Ordinal) && Text.Contains("Final Answer:", StringComparison.Ordinal);

    /// <summary>True where a tool of that name is offered, natively or in text; natively it may have the name of a plugin before it.</summary>
    public bool HasTool(string name) => Tool(name) is not null || (IsReAct && Text.Contains($"\n- {name}(", StringComparison.Ordinal));

    /// <summary>What tools said so far, oldest first.</summary>
    public IEnumerable<string> Observations =>
        Prompt
            .Messages.Where(m => m.Role is ChatRole.Tool or ChatRole.User)
            .SelectMany(m =>
                m.Role == ChatRole.Tool
                    ? [ToolText.Of(m.Content)]
                    : m
                        .Content.Split('\n')
                        .Where(l => l.StartsWith("Observation: ", StringComparison.Ordinal))
                        .Select(l => l["Observation: ".Length..])
            );

    /// <summary>The name under which a tool is offered natively: its own, or with that of a plugin before it; null where it is not offered.</summary>
    public string? Tool(string name) =>
        Prompt
            .Tools.Select(t => t.Name)
            .FirstOrDefault(n =>
                n.Equals(name, StringComparison.OrdinalIgnoreCase)
                || n.EndsWith($"_{name}", StringComparison.OrdinalIgnoreCase)
                || n.EndsWith($"-{name}", StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Random.Next(from.Count)];
}
