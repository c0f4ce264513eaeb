namespace AgentLoad.Measurement.Records;

/// <summary>How a call to a model server ended. Every call has exactly one outcome.</summary>
public enum CallOutcome
{
    /// <summary>The server finished the reply normally.</summary>
    Completed,

    /// <summary>The reply reached the token limit of the request.</summary>
    LengthLimited,

    /// <summary>The server rejected the request because of missing capacity (503, 429, 529).</summary>
    Overloaded,

    /// <summary>The server rejected the request (any other 4xx or 3xx status), or its content filter withheld the reply.</summary>
    Rejected,

    /// <summary>The server failed: a 5xx status other than 503 and 529, or an error in the reply.</summary>
    ServerError,

    /// <summary>The stream ended normally but without its final line.</summary>
    Incomplete,

    /// <summary>No connection could be established.</summary>
    ConnectionFailed,

    /// <summary>The connection was closed or reset after the request was sent.</summary>
    ConnectionLost,

    /// <summary>The deadline of the call expired.</summary>
    TimedOut,

    /// <summary>The agent cancelled the call, for example because its branch was pruned.</summary>
    Cancelled,

    /// <summary>The run stopped.</summary>
    Aborted,
}

/// <summary>Classifies call outcomes.</summary>
internal static class CallOutcomes
{
    /// <summary>
    /// Returns true if the reply is usable: <see cref="CallOutcome.Completed"/> or <see cref="CallOutcome.LengthLimited"/>.
    /// </summary>
    public static bool IsGood(this CallOutcome outcome) => outcome is CallOutcome.Completed or CallOutcome.LengthLimited;

    /// <summary>Returns true if the server or the network failed, false for good, cancelled and aborted calls.</summary>
    public static bool IsFailure(this CallOutcome outcome) =>
        !outcome.IsGood() && outcome is not (CallOutcome.Cancelled or CallOutcome.Aborted);
}
