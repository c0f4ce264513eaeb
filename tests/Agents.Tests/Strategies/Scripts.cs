using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;

namespace AgentLoad.Agents.Tests.Strategies;

/// <summary>Runs strategies on scripted replies and checks common invariants.</summary>
internal static class Scripts
{
    public static IStrategy Strategy(string name, params (string Name, object Value)[] named) =>
        StrategyCatalog.Find(name)!.CreateWith(named);

    /// <summary>Null is a failed call.</summary>
    public static PumpedClient Client(Func<CallRequest, int, string?> say) =>
        new((request, at) => say(request, at) is { } text ? PumpedClient.Result(text) : PumpedClient.Result("", CallOutcome.ServerError));

    public static TaskRecord Run(PumpedClient client, IStrategy strategy, Random random, FakeProblem? problem = null)
    {
        var task = client.Run(Tasks.Plan(client, problem ?? new FakeProblem(hasTools: true), strategy), random);
        task.Steps.Select(s => s.Key).ShouldBeUnique();
        task.Steps.ShouldAllBe(s => s.After.All(id => id < s.Id) && s.Uses.All(id => s.After.Contains(id)));
        task.Steps.Count(s => s.Kind == StepKind.Call).ShouldBe(client.Requests.Count);
        return task;
    }

    /// <summary>Returns the names of the steps that a step waited for.</summary>
    public static string[] After(this TaskRecord task, string key) => Keys(task, task.Step(key).After);

    /// <summary>Returns the names of the steps that a step used.</summary>
    public static string[] Uses(this TaskRecord task, string key) => Keys(task, task.Step(key).Uses);

    public static StepRecord Step(this TaskRecord task, string key) => task.Steps.Single(s => s.Key == key);

    public static string[] AnswerPath(this TaskRecord task) => Keys(task, task.Steps.Where(s => s.OnAnswerPath).Select(s => s.Id));

    /// <summary>Returns true if each prompt extends the previous one.</summary>
    public static void ShouldOnlyGrow(IReadOnlyList<CallRequest> requests)
    {
        foreach (var (first, second) in requests.Zip(requests.Skip(1)))
        {
            second.Messages.Count.ShouldBeGreaterThan(first.Messages.Count);
            second.Messages.Take(first.Messages.Count).ShouldBe(first.Messages);
        }
    }

    /// <summary>Returns true if no prompt extends another: contexts are separate.</summary>
    public static void ShouldBeSeparate(IReadOnlyList<CallRequest> requests)
    {
        foreach (var request in requests)
        {
            requests.ShouldAllBe(other =>
                other == request
                || other.Model != request.Model
                || other.Messages.Count < request.Messages.Count
                || !other.Messages.Take(request.Messages.Count).SequenceEqual(request.Messages)
            );
        }
    }

    private static string[] Keys(TaskRecord task, IEnumerable<int> ids) => [.. ids.Select(id => task.Steps.Single(s => s.Id == id).Key)];
}
