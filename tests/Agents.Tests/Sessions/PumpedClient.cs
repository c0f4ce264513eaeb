using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Tests.Sessions;

/// <summary>Holds every call until the test releases it, so that a test sees all concurrent calls and selects which ends next.</summary>
internal sealed class PumpedClient(Func<CallRequest, int, CallResult> script) : IModelClient
{
    private readonly List<(CallRequest Request, TaskCompletionSource<CallResult> Source)> _pending = [];

    public string Endpoint => "http://scripted";

    public List<CallRequest> Requests { get; } = [];

    /// <summary>Calls that are released before any other; null for none.</summary>
    public Func<CallRequest, bool>? First { get; set; }

    /// <summary>Numbers of calls in flight whenever all work was waiting.</summary>
    public List<int> InFlight { get; } = [];

    public static CallResult Result(string text, CallOutcome outcome = CallOutcome.Completed) =>
        new()
        {
            Endpoint = "http://scripted",
            Outcome = outcome,
            Sent = TimeProvider.System.GetTimestamp(),
            End = TimeProvider.System.GetTimestamp(),
            Text = text,
            PromptTokens = 1000,
            CompletionTokens = 10,
            Provenance = TokenProvenance.Server,
        };

    public static PumpedClient Saying(string text) => new((_, _) => Result(text));

    public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        var source = new TaskCompletionSource<CallResult>();
        _pending.Add((request, source));
        cancellationToken.Register(() => source.TrySetResult(Result("", CallOutcome.Cancelled)));
        return source.Task;
    }

    /// <summary>Runs work on this thread and releases a random call whenever all work waits.</summary>
    public T Run<T>(Random random, Func<Task<T>> work, Action? beforeRelease = null)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = work();
            while (!task.IsCompleted)
            {
                _pending.RemoveAll(p => p.Source.Task.IsCompleted);
                InFlight.Add(_pending.Count);
                beforeRelease?.Invoke();
                _pending.RemoveAll(p => p.Source.Task.IsCompleted);
                if (_pending.Count > 0)
                {
                    var at = First is null ? -1 : _pending.FindIndex(p => First(p.Request));
                    at = at >= 0 ? at : random.Next(_pending.Count);
                    var (request, source) = _pending[at];
                    _pending.RemoveAt(at);
                    source.TrySetResult(script(request, Requests.IndexOf(request)));
                }
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose() { }
}
