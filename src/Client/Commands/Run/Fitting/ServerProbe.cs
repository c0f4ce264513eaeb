using AgentLoad.Agents.Problems.OpenPrompt;
using AgentLoad.Inference;

namespace AgentLoad.Client.Commands.Run.Fitting;

/// <summary>
/// Measures how many calls a server works on concurrently, and how fast. Slots: waves of concurrent calls of equal length; the calls that
/// receive their first token before any call of the wave has ended run concurrently, the others wait.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="model">The model, which must be loaded.</param>
/// <param name="timeProvider">Time provider of the client.</param>
internal sealed class ServerProbe(IModelClient client, string model, TimeProvider timeProvider)
{
    /// <summary>Maximum number of concurrent calls of the probe.</summary>
    public const int MaxCalls = 64;

    private const int ReplyTokens = 24;
    private const int LongPromptTokens = 400;
    private static readonly int[] Waves = [4, 16, MaxCalls];
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Probes the server.</summary>
    /// <param name="slots">Number of slots if it is known; null to measure it.</param>
    /// <param name="cancellationToken">Cancellation.</param>
    /// <exception cref="EndpointException">No call of the probe succeeded.</exception>
    public async Task<ServerCapacity> MeasureAsync(int? slots, CancellationToken cancellationToken)
    {
        var shortCall = await CallAsync("Count from 1 to 100.", ReplyTokens, cancellationToken);
        var longCall = await CallAsync(
            $"{OpenPromptSource.GenerateText(LongPromptTokens, new Random(1))}\nCount from 1 to 100.",
            1,
            cancellationToken
        );
        if (!shortCall.IsGood)
        {
            throw new EndpointException($"The probe of {client.Endpoint} failed: {shortCall.Error ?? shortCall.Outcome.ToString()}");
        }

        var prefill = PrefillSeconds(shortCall, longCall);
        var wave = await WaveAsync(slots, cancellationToken);
        return new ServerCapacity(
            slots ?? wave.Running,
            slots is null ? wave.Calls : null,
            slots is null && wave.Running == MaxCalls,
            wave.TokensPerSecond,
            prefill
        );
    }

    private async Task<Wave> WaveAsync(int? slots, CancellationToken cancellationToken)
    {
        Wave? best = null;
        foreach (var calls in slots is { } known ? [Math.Min(known, MaxCalls)] : Waves)
        {
            // The first word differs, so that no call waits for the prefix of another one.
            var results = await Task.WhenAll(
                Enumerable.Range(1, calls).Select(i => CallAsync($"{i}: count from 1 to 100.", ReplyTokens, cancellationToken))
            );
            var good = results.Where(result => result.IsGood && result.FirstChunk is not null).ToArray();
            if (good.Length == 0)
            {
                break;
            }

            var firstEnd = good.Min(result => result.End);
            var running = good.Where(result => result.FirstChunk < firstEnd).ToArray();
            running = running.Length == 0 ? [good.MinBy(result => result.End)!] : running;
            var wave = new Wave(calls, running.Length, running.Sum(TokensPerSecond));
            best = best is null || wave.Running >= best.Running ? wave : best;
            if (running.Length < calls)
            {
                break;
            }
        }

        return best ?? throw new EndpointException($"No concurrent call of the probe of {client.Endpoint} succeeded.");
    }

    private double TokensPerSecond(CallResult result) =>
        (result.CompletionTokens ?? ReplyTokens) / Math.Max(1e-6, timeProvider.GetElapsedTime(result.Sent, result.End).TotalSeconds);

    private double? PrefillSeconds(CallResult shortCall, CallResult longCall)
    {
        if (!longCall.IsGood || shortCall.FirstChunk is null || longCall.FirstChunk is null)
        {
            return null;
        }

        var tokens = (longCall.PromptTokens ?? LongPromptTokens) - (shortCall.PromptTokens ?? 0);
        var seconds = Ttft(longCall) - Ttft(shortCall);
        return tokens > 0 && seconds > 0 ? seconds / tokens : null;
    }

    private double Ttft(CallResult result) => timeProvider.GetElapsedTime(result.Sent, result.FirstChunk!.Value).TotalSeconds;

    private Task<CallResult> CallAsync(string prompt, int tokens, CancellationToken cancellationToken) =>
        client.CallAsync(
            new CallRequest(model, [ChatMessage.User(prompt)], new GenerationOptions { MaxTokens = tokens, Temperature = 0 })
            {
                Deadline = Timeout,
            },
            cancellationToken
        );

    private sealed record Wave(int Calls, int Running, double TokensPerSecond);
}

/// <summary>What a server can hold.</summary>
/// <param name="Slots">Calls that it works on concurrently.</param>
/// <param name="ProbedCalls">Concurrent calls of the probe that found the number; null if the user set it.</param>
/// <param name="IsAtLeast">True if the server may have more slots.</param>
/// <param name="TokensPerSecond">Completion tokens per second with all slots in use, including the prefill of short prompts.</param>
/// <param name="PrefillSecondsPerToken">Prefill time of a prompt token; null if the probe could not measure it.</param>
internal sealed record ServerCapacity(int Slots, int? ProbedCalls, bool IsAtLeast, double TokensPerSecond, double? PrefillSecondsPerToken);
