namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Share of prompt tokens that servers read from their prefix caches, and what an unlimited cache could have served. Calls are those of
/// <see cref="CallSummary"/>.
/// </summary>
/// <param name="Share">Cached prompt tokens / prompt tokens; null if unknown.</param>
/// <param name="IsInferred">
/// True if no server reported cached tokens and the share follows from prefill times: calls without a shared prefix give the prefill time
/// of a token, and the tokens that a call's prefill time does not explain were cached. An estimate from below, because prefill also has a
/// fixed cost.
/// </param>
/// <param name="Ceiling">
/// Prompt tokens that begin an earlier prompt of the run / prompt tokens; null if prompt tokens are unknown.
/// </param>
internal sealed record PromptCache(double? Share, bool IsInferred, double? Ceiling);
