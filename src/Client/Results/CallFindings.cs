using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Results;

/// <summary>
/// Collects what a summary says about the calls of a whole run besides numbers: messages of servers and outages.
/// </summary>
internal sealed partial class CallFindings
{
    private const int MaxMessages = 500;
    private const int MinOutageCalls = 3;
    private const double MinOutageSeconds = 2;

    private readonly Dictionary<(CallOutcome Outcome, string Kind), (string Message, long Count)> _messages = [];
    private readonly Dictionary<CallOutcome, long> _outcomes = [];
    private readonly Dictionary<string, SortedDictionary<int, (long Good, long Failed)>> _endpoints = new(StringComparer.Ordinal);

    /// <summary>The most frequent message of each failed outcome.</summary>
    public IReadOnlyList<FailureMessage> Messages =>
        [
            .. _messages
                .GroupBy(pair => pair.Key.Outcome)
                .Select(group => (Outcome: group.Key, Top: group.MaxBy(pair => pair.Value.Count).Value))
                .Select(top => new FailureMessage(top.Outcome, top.Top.Message, top.Top.Count, _outcomes[top.Outcome]))
                .OrderByDescending(message => message.Total)
                .ThenBy(message => message.Outcome),
        ];

    /// <summary>Times in which every call to an endpoint failed although the run had others, one sentence each.</summary>
    public IEnumerable<string> Outages =>
        _endpoints
            .Where(endpoint => endpoint.Value.Values.Any(second => second.Good > 0) || _endpoints.Count > 1)
            .OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal)
            .SelectMany(endpoint => OutagesOf(endpoint.Key, endpoint.Value));

    /// <summary>Adds the calls of a task.</summary>
    public void Add(TaskRecord task)
    {
        foreach (var step in task.Steps)
        {
            if (step.Call is not { } call)
            {
                continue;
            }

            if (call.Outcome.IsFailure())
            {
                AddMessage(call);
            }

            AddSecond(call, step.End);
        }
    }

    private void AddMessage(CallRecord call)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_outcomes, call.Outcome, out _)++;
        var message = string.IsNullOrWhiteSpace(call.Error) ? "no message" : call.Error;
        // Request ids and counts in a message do not make it another one.
        var key = (call.Outcome, Numbers().Replace(message, "#"));
        if (_messages.Count >= MaxMessages && !_messages.ContainsKey(key))
        {
            key = (call.Outcome, "");
            message = "other messages";
        }

        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_messages, key, out var isKnown);
        found = (isKnown ? found.Message : message, found.Count + 1);
    }

    private void AddSecond(CallRecord call, double end)
    {
        var isFailed =
            call.Outcome
            is CallOutcome.ConnectionFailed
                or CallOutcome.ConnectionLost
                or CallOutcome.ServerError
                or CallOutcome.Overloaded
                or CallOutcome.TimedOut;
        if (double.IsNaN(end) || (!isFailed && !call.Outcome.IsGood()))
        {
            return;
        }

        if (!_endpoints.TryGetValue(call.Endpoint, out var seconds))
        {
            _endpoints[call.Endpoint] = seconds = [];
        }

        var (good, failed) = seconds.GetValueOrDefault((int)end);
        seconds[(int)end] = isFailed ? (good, failed + 1) : (good + 1, failed);
    }

    private static IEnumerable<string> OutagesOf(string endpoint, SortedDictionary<int, (long Good, long Failed)> seconds)
    {
        var (start, last, calls) = (0, 0, 0L);
        foreach (var (second, counts) in seconds.Append(new(int.MaxValue, (1, 0))))
        {
            if (counts.Good == 0)
            {
                start = calls == 0 ? second : start;
                (last, calls) = (second, calls + counts.Failed);
                continue;
            }

            if (calls >= MinOutageCalls && last + 1 - start >= MinOutageSeconds)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"All {calls} calls to {endpoint} failed from {start} s to {last + 1} s of the run."
                );
            }

            calls = 0;
        }
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
