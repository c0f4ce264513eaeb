namespace AgentLoad.Agents.Problems.Datasets;

/// <summary>Which rows of a data file are asked, and how answers are verified.</summary>
/// <param name="Path">Absolute path of the file.</param>
internal sealed record DatasetSettings(string Path)
{
    /// <summary>
    /// Column of the question, or a template with columns in braces; empty to use the columns that data sets usually have.
    /// </summary>
    public string Prompt { get; init; } = "";

    /// <summary>Column of the expected answer; empty to use the columns that data sets usually have.</summary>
    public string Answer { get; init; } = "";

    /// <summary>One of <see cref="AnswerChecks.Names"/>.</summary>
    public string Verify { get; init; } = AnswerChecks.Auto;

    /// <summary>Command line of <see cref="AnswerChecks.Command"/>.</summary>
    public string Command { get; init; } = "";

    /// <summary>Maximum time of a command.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Column of the images; empty for none.</summary>
    public string Images { get; init; } = "";

    /// <summary>True to take the rows in the order of the file; false for a random order.</summary>
    public bool IsInFileOrder { get; init; }

    /// <summary>Maximum number of different rows; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>True to skip rows that cannot be used; false to refuse the file.</summary>
    public bool SkipsBadRows { get; init; }
}
