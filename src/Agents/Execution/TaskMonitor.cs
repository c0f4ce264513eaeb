using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>Follows one task: what its agent waits for and, if the task is shown live, its steps.</summary>
internal sealed class TaskMonitor(LiveAggregate live, IAgentObserver observer, TaskPlan plan, RunClock clock) : ICallObserver
{
    private const int MostSteps = 2000;

    private readonly Lock _gate = new();
    private readonly double _start = clock.Now;
    private int _calls;
    private int _tools;
    private Dictionary<int, StepStart>? _underWay;
    private List<StepRecord>? _ended;
    private (TaskState? State, double End)? _end;

    public TaskPlan Plan => plan;

    /// <summary>When the task ended; infinite while it is running.</summary>
    public double End => _end?.End ?? double.PositiveInfinity;

    /// <summary>Keeps the steps from now on.</summary>
    public void KeepSteps() => (_underWay, _ended) = ([], []);

    public void OnCallStarted()
    {
        live.OnCallStarted();
        observer.OnCallStarted();
        Count(1, 0);
    }

    public void OnCallEnded(StepRecord step)
    {
        Count(-1, 0);
        live.OnCallEnded(step.Call!, step.End - step.Sent);
        observer.OnCallEnded(step);
    }

    public void OnStepStarted(StepStart step)
    {
        if (step.Kind == StepKind.Tool)
        {
            Count(0, 1);
        }

        if (_underWay is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_ended!.Count + _underWay.Count < MostSteps)
            {
                _underWay[step.Id] = step;
            }
        }
    }

    public void OnStepEnded(StepRecord step)
    {
        if (step.Kind == StepKind.Tool)
        {
            Count(0, -1);
        }

        if (_underWay is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_underWay.Remove(step.Id))
            {
                _ended!.Add(step);
            }
        }
    }

    /// <summary>Handles the end of the task; null if it left this host.</summary>
    public void OnEnded(TaskRecord? task)
    {
        lock (_gate)
        {
            _end = (task?.State, task?.End ?? clock.Now);
        }
    }

    /// <summary>The task's current state, if its steps were kept from its start.</summary>
    public RunningTask Read()
    {
        lock (_gate)
        {
            return new RunningTask(
                plan.Id,
                plan.Agent,
                plan.Group,
                plan.Strategy.Name,
                plan.Problem.Id,
                _start,
                _end?.End ?? clock.Now,
                _ended is null ? [] : [.. _ended],
                _underWay is null ? [] : [.. _underWay.Values]
            )
            {
                State = _end?.State,
            };
        }
    }

    private void Count(int calls, int tools)
    {
        int inCalls,
            inTools;
        lock (_gate)
        {
            var (before, beforeTools) = (_calls > 0, _calls == 0 && _tools > 0);
            (_calls, _tools) = (_calls + calls, _tools + tools);
            (inCalls, inTools) = (Change(before, _calls > 0), Change(beforeTools, _calls == 0 && _tools > 0));
        }

        live.OnWaitingChanged(inCalls, inTools);
    }

    private static int Change(bool before, bool now) => (now ? 1 : 0) - (before ? 1 : 0);
}
