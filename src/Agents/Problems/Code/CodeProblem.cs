using AgentLoad.Agents.Problems.Code.Language;
using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.Code;

/// <summary>Write a program in a small language. Solved if it passes all visible and hidden tests.</summary>
internal sealed class CodeProblem : Problem
{
    private const string Form = "<the program in one line>";
    private readonly CodeSpecification _specification;
    private readonly ITool[] _tools;

    internal CodeProblem(CodeSpecification specification, ToolBehaviour behaviour) =>
        (this._specification, _tools) = (specification, [new RunTool(behaviour)]);

    /// <inheritdoc/>
    public override string Kind => CodeSource.KindName;

    /// <inheritdoc/>
    public override string Id => $"{Kind}/{Fingerprint(Question)}";

    /// <inheritdoc/>
    public override string Question => _specification.Question;

    /// <inheritdoc/>
    public override string DirectPrompt => PromptParts.Direct(Question, Form);

    /// <inheritdoc/>
    public override string ReasoningPrompt => PromptParts.Reasoning(Question, "Write one function for each step.", Form);

    /// <summary>The number of steps of the specification.</summary>
    public override int RequiredSteps => _specification.Steps.Count;

    /// <summary>The program in the reasoning and in the answer, at most one token per character.</summary>
    public override int ReplyTokens => 200 + (2 * _specification.Reference.Length);

    /// <inheritdoc/>
    public override IReadOnlyList<ITool> Tools => _tools;

    /// <summary>The first visible input.</summary>
    public Value Example => _specification.Tests[0].Input;

    /// <summary>Returns the stated program, else that of the last lines, if it has a function f(l).</summary>
    public override string? ExtractAnswer(string reply) => ProgramText.Read(reply);

    /// <inheritdoc/>
    public override bool? Verify(string answer) => _specification.Passed(answer) == 1;

    /// <summary>Returns the fraction of passed tests.</summary>
    public override double? Score(string answer) => _specification.Passed(answer);

    /// <summary>Returns the reference program, or the reference program with one step changed.</summary>
    public override string ShapedAnswer(bool right, Random random)
    {
        if (right)
        {
            return _specification.Reference;
        }

        var left = random.Next(_specification.Steps.Count);
        var less = _specification.Reference.Replace(
            $"s{left + 1}(l) = ",
            $"s{left + 1}(l) = if len(l) > 2 then {(left == _specification.Steps.Count - 1 ? "0" : "rest(rest(l))")} else ",
            StringComparison.Ordinal
        );
        return Verify(less) == true ? $"{_specification.Reference} + 1" : less;
    }

    /// <summary>Parses the last code problem of a text; null if there is none. Never throws.</summary>
    public static CodeProblem? Read(string text) =>
        CodeSpecification.Read(text) is { } specification ? new CodeProblem(specification, ToolBehaviour.Instant) : null;
}
