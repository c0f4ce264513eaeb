using System.Text.RegularExpressions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Execution;

/// <summary>
/// Determines how many tokens a model may spend on reasoning in addition to the limits of a strategy. Servers limit reasoning and reply
/// together, so a limit of 100 tokens, as in the reference implementation of ReAct, would cut every reply.
/// </summary>
internal static partial class ReasoningModels
{
    /// <summary>Tokens for reasoning at the default effort.</summary>
    public const int DefaultTokens = 4096;

    private const int LowTokens = 2048;
    private const int HighTokens = 16_384;
    private const int MaxTokens = 32_768;

    /// <summary>Returns the tokens for the reasoning of a model; 0 if it does not reason, at most half of the context.</summary>
    /// <param name="model">Name of the model, by which a model is recognized if the server does not report capabilities.</param>
    /// <param name="facts">What the server reports.</param>
    /// <param name="options">Options of the role.</param>
    /// <param name="contextLength">Context length in tokens; null if unknown.</param>
    public static int TokensOf(string model, ModelFacts facts, OptionSettings options, int? contextLength)
    {
        var reasons = options.Think is { } level
            ? level != ThinkLevel.Off
            : facts.Capabilities?.Contains("thinking") ?? Known().IsMatch(model);
        var tokens = options.Think switch
        {
            ThinkLevel.Low => LowTokens,
            ThinkLevel.High => HighTokens,
            ThinkLevel.Max => MaxTokens,
            _ => DefaultTokens,
        };
        return reasons ? Math.Min(tokens, (contextLength ?? int.MaxValue) / 2) : 0;
    }

    [GeneratedRegex(
        @"deepseek-r1|deepseek-reasoner|qwq|qwen3(?!.*instruct)|gpt-oss|magistral|\bo[134](?:-|\b)|think|reason|nemotron"
            + @"|phi-?4-.*reasoning|exaone-deep"
            + @"|glm-[45]|minimax-m|kimi-k2-think|smollm3",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Known();
}
