using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>A task handed to an agent, by reference: every silo creates the same task from it.</summary>
/// <param name="Id">Number in the run, from 0.</param>
/// <param name="Group">Agent group.</param>
/// <param name="Number">Number of the problem within its kind, from 0.</param>
/// <param name="IsBaseline">True for a direct call to compare with.</param>
/// <param name="Attempt">Attempt, from 1.</param>
/// <param name="IntendedStart">When the task should start, seconds since the start of the run.</param>
[GenerateSerializer, Immutable, Alias("agentload.Ticket")]
internal sealed record Ticket(
    [property: Id(0)] long Id,
    [property: Id(1)] string Group,
    [property: Id(2)] long Number,
    [property: Id(3)] bool IsBaseline,
    [property: Id(4)] int Attempt,
    [property: Id(5)] double IntendedStart
)
{
    /// <summary>What an earlier silo did of the task; null for a task that has not started.</summary>
    [Id(6)]
    public CarriedData? Carried { get; init; }

    /// <summary>The ticket of an assignment.</summary>
    internal static Ticket Of(Assignment assignment)
    {
        var task = assignment.Task;
        return new Ticket(task.Id, task.Group.Name, task.Number, task.IsBaseline, task.Attempt, assignment.IntendedStart)
        {
            Carried = assignment.Carried is { } carried ? new CarriedData(RecordCodec.Write(carried), carried.Calls) : null,
        };
    }
}
