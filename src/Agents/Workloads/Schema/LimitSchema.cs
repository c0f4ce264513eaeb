using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The schema of the budget and the retries of a group.</summary>
internal static class LimitSchema
{
    /// <summary>Creates the schema of a budget.</summary>
    public static ObjectKind Budget() =>
        new(
            "budget",
            "Limits of one task.",
            () => new BudgetSettings(),
            [
                Field.On<BudgetSettings, long>(
                    "tokens",
                    Kinds.Integer(1, long.MaxValue),
                    "Maximum number of prompt and completion tokens together.",
                    b => b.Tokens,
                    (b, v) => b with { Tokens = v }
                ) with
                {
                    Sample = "100000",
                },
                Field.On<BudgetSettings, long>(
                    "calls",
                    Kinds.Integer(1, int.MaxValue),
                    "Maximum number of calls, including retries.",
                    b => b.Calls,
                    (b, v) => b with { Calls = (int)v }
                ) with
                {
                    Sample = "200",
                },
                Field.On<BudgetSettings, TimeSpan>(
                    "time",
                    Kinds.Span(TimeSpan.FromMilliseconds(1)),
                    "Maximum wall time.",
                    b => b.Time,
                    (b, v) => b with { Time = v }
                ) with
                {
                    Sample = "2m",
                },
                Field.On<BudgetSettings, double>(
                    "money",
                    Kinds.Number(0, 1e12, isAbove: true),
                    "Maximum cost, at the prices of the endpoints.",
                    b => b.Money,
                    (b, v) => b with { Money = v }
                ) with
                {
                    Sample = "0.05",
                },
            ]
        );

    /// <summary>Creates the schema of retries.</summary>
    public static ObjectKind Retry() =>
        new(
            "retry",
            "Retries of failed calls.",
            () => new RetrySettings(),
            [
                Field.On<RetrySettings, long>(
                    "attempts",
                    Kinds.Integer(0, 100),
                    "Maximum number of retries of a call.",
                    r => r.Attempts,
                    (r, v) => r with { Attempts = (int)v }
                ),
                Field.On<RetrySettings, TimeSpan>(
                    "delay",
                    Kinds.Span(),
                    "Pause before the first retry; doubled for each further one.",
                    r => r.Delay,
                    (r, v) => r with { Delay = v }
                ),
                Field.On<RetrySettings, IReadOnlyList<CallOutcome>>(
                    "on",
                    new ListKind<CallOutcome>(Outcome),
                    "Outcomes that are retried.",
                    r => r.On,
                    (r, v) => r with { On = v }
                ),
            ]
        );

    private static Kind Outcome { get; } =
        Kinds.OneOf(
            ("overloaded", CallOutcome.Overloaded),
            ("rejected", CallOutcome.Rejected),
            ("server-error", CallOutcome.ServerError),
            ("incomplete", CallOutcome.Incomplete),
            ("connection-failed", CallOutcome.ConnectionFailed),
            ("connection-lost", CallOutcome.ConnectionLost),
            ("timed-out", CallOutcome.TimedOut)
        );
}
