using AgentLoad.Agents.Problems.Examples;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;

namespace AgentLoad.Simulation.Answers;

/// <summary>A prompt to be answered, with random numbers derived from its content and seed.</summary>
internal sealed class Exchange
{
    /// <summary>Parses a prompt.</summary>
    public Exchange(SimulatedPrompt prompt, double skill)
    {
        // Worked examples precede the actual question and are ignored. The model's own replies may be in any style; only an unfinished
        // message is continued as it was written.
        Prompt = prompt with
        {
            Messages =
            [
                .. prompt.Messages.Select(
                    (m, at) =>
                        m.Role == ChatRole.Assistant && at < prompt.Messages.Count - 1
                            ? m with
                            {
                                Content = PlainText.Of(m.Content),
                            }
                            : m with
                            {
                                Content = WorkedExamples.Without(m.Content),
                            }
                ),
            ],
        };
        Skill = skill;
        Text = string.Join('\n', Prompt.Messages.Where(m => m.Role is ChatRole.User or ChatRole.System).Select(m => m.Content));

        // At temperature 0 the reply does not depend on the seed.
        var content = string.Join('\n', prompt.Messages.Select(m => $"{m.Role}:{m.Content}"));
        var seed = prompt.Temperature <= 0 ? 0 : prompt.Seed;
        Random = Seeds.Random(seed, $"{prompt.Model}\n{content}");
        StyleRandom = Seeds.Random(seed, $"style\n{content}");
    }

    /// <summary>The prompt.</summary>
    public SimulatedPrompt Prompt { get; }

    /// <summary>All user and system messages.</summary>
    public string Text { get; }

    /// <summary>Fraction of correct thoughts, 0 to 1.</summary>
    public double Skill { get; }

    /// <summary>Random numbers of this reply.</summary>
    public Random Random { get; }

    /// <summary>Random numbers of the style of this reply: its content does not depend on the style.</summary>
    public Random StyleRandom { get; }

    /// <summary>The last message if it is from the user or the system; otherwise an empty text.</summary>
    public string Last => Prompt.Messages is [.., { Role: ChatRole.User or ChatRole.System } last] ? last.Content : "";

    /// <summary>The last message of the model; empty if there is none.</summary>
    public string LastReply => Prompt.Messages.LastOrDefault(m => m.Role == ChatRole.Assistant)?.Content ?? "";

    /// <summary>True if the prompt describes tools in text: a reply is a thought with an action or a final answer.</summary>
    public bool IsReAct => Text.Contains("\nTools:", StringComparison.Ordinal) && Text.Contains("Final Answer:", StringComparison.Ordinal);

    /// <summary>True if a tool with this name is offered, natively (possibly with a plugin prefix) or in text.</summary>
    public bool HasTool(string name) => Tool(name) is not null || (IsReAct && Text.Contains($"\n- {name}(", StringComparison.Ordinal));

    /// <summary>Tool results so far, oldest first.</summary>
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

    /// <summary>Returns the native name of a tool, with or without a plugin prefix; null if it is not offered.</summary>
    public string? Tool(string name) =>
        Prompt
            .Tools.Select(t => t.Name)
            .FirstOrDefault(n =>
                n.Equals(name, StringComparison.OrdinalIgnoreCase)
                || n.EndsWith($"_{name}", StringComparison.OrdinalIgnoreCase)
                || n.EndsWith($"-{name}", StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>Returns true with a given probability.</summary>
    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>Returns a random item.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Random.Next(from.Count)];
}
