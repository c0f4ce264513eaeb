namespace AgentLoad.Agents.Problems.Datasets.Answers;

/// <summary>How answers are read from replies and compared with the expected answers of a row. Thread-safe.</summary>
internal abstract class AnswerCheck
{
    /// <summary>Format of the text after "Answer:" in prompts ("&lt;number&gt;").</summary>
    public abstract string Form { get; }

    /// <summary>True if the check can generate correct answers, which shaped agents and few-shot examples require.</summary>
    public virtual bool CanWrite => true;

    /// <summary>
    /// Converts an expected answer of the data set to the form that answers are compared in; null if it is not such an answer.
    /// </summary>
    public abstract string? Expect(string text);

    /// <summary>Reads the answer of a reply in normal form; null if there is none. Never throws.</summary>
    public abstract string? Read(string reply);

    /// <summary>Returns true if an answer equals an expected answer. Never throws.</summary>
    public abstract bool IsCorrect(string answer, string expected);

    /// <summary>Returns an answer, in normal form, that is not the expected one. Only if <see cref="CanWrite"/>.</summary>
    /// <exception cref="InvalidOperationException">The check cannot write answers; shaped workloads with it are refused.</exception>
    public virtual string Wrong(string expected, Random random) =>
        throw new InvalidOperationException($"{GetType().Name} judges answers, but cannot write one.");
}
