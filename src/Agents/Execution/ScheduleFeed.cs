using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Execution;

/// <summary>Assignments straight from a schedule of this process.</summary>
/// <param name="schedule">The schedule.</param>
/// <param name="isClosed">True once no more tasks may start.</param>
/// <param name="exhausted">Called when a closed-loop schedule has no task left for anyone.</param>
internal sealed class ScheduleFeed(Schedule schedule, Func<bool> isClosed, Func<Task> exhausted) : IAssignmentFeed
{
    private volatile bool _isExhausted;

    public async Task<NextAssignment> NextAsync(int agent, long sequence, double idleSince, CancellationToken cancellationToken)
    {
        if (_isExhausted || isClosed())
        {
            return default;
        }

        var next = NextAssignment.Of(schedule, agent, idleSince);
        if (next.IsExhausted)
        {
            _isExhausted = true;
            await exhausted().ConfigureAwait(false);
        }

        return next;
    }

    public Task FinishAsync(int agent, Assignment? notStarted, CancellationToken cancellationToken)
    {
        if (notStarted is not null)
        {
            schedule.Return();
        }

        return Task.CompletedTask;
    }
}
