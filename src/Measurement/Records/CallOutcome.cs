namespace AgentLoad.Measurement.Records;

/// <summary>How a call to a model server ended. A closed set: every call has exactly one of these.</summary>
public enum CallOutcome
{
    /// <summary>The server finished the reply of its own accord.</summary>
    Completed,

    /// <summary>The reply reached the token limit of the request.</summary>
    LengthLimited,

    /// <summary>The server refused for lack of capacity (503, 429).</summary>
    Overloaded,

    /// <summary>The server refused the request itself (any other 4xx).</summary>
    Rejected,

    /// <summary>The server failed: a 5xx other than 503, or an error line in the middle of a stream.</summary>
    ServerError,

    /// <summary>The stream ended cleanly but without its final line.</summary>
    Incomplete,

    /// <summary>No connection was made.</summary>
    ConnectionFailed,

    /// <summary>The connection broke after the request was sent.</summary>
    ConnectionLost,

    /// <summary>The deadline of the call passed.</summary>
    TimedOut,

    /// <summary>The agent gave the call up, for example because its branch was pruned.</summary>
    Cancelled,

    /// <summary>The run stopped.</summary>
    Aborted,
}

/// <summary>Questions about an outcome that more than one place asks.</summary>
public static class CallOutcomes
{
    /// <summary>True where the reply may be used: <see cref="CallOutcome.Completed"/> or <see cref="CallOutcome.LengthLimited"/>.</summary>
    public static bool IsGood(this CallOutcome outcome) => outcome is CallOutcome.Completed or CallOutcome.LengthLimited;

    /// <summary>True where server or network failed; neither good nor ended by the agent or the run.</summary>
    public static bool IsFailure(this CallOutcome outcome) =>
        !outcome.IsGood() && outcome is not (CallOutcome.Cancelled or CallOutcome.Aborted);
}
