using System.Collections.Concurrent;
using Orleans.Storage;

namespace AgentLoad.Agents.Tests.Grains.Clusters;

/// <summary>Storage of grains that survives every silo of a test cluster. It refuses a write that is based on an outdated state.</summary>
internal sealed class SharedStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<GrainId, (object State, string ETag)> _states = [];
    private long _writes;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_states.TryGetValue(grainId, out var saved))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)saved.State, saved.ETag, true);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = Interlocked.Increment(ref _writes).ToString(System.Globalization.CultureInfo.InvariantCulture);
        _states.AddOrUpdate(
            grainId,
            _ => ((object)grainState.State!, etag),
            (_, saved) =>
                saved.ETag == grainState.ETag
                    ? ((object)grainState.State!, etag)
                    : throw new InconsistentStateException("Another activation has written.", saved.ETag, grainState.ETag)
        );
        (grainState.ETag, grainState.RecordExists) = (etag, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _states.TryRemove(grainId, out _);
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }
}
