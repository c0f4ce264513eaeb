using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Tests;

/// <summary>Creates tasks: random tasks for property tests and simple ones for examples.</summary>
internal static class RandomTasks
{
    /// <summary>Creates a task in which steps depend on random earlier steps and are requested after these have ended.</summary>
    public static TaskRecord Create(Random random, long id = 0, int maxSteps = 12)
    {
        var start = random.NextDouble() * 5;
        var steps = new List<StepRecord>();
        var count = random.Next(maxSteps + 1);
        for (var number = 1; number <= count; number++)
        {
            var after = steps.Where(_ => random.Next(3) == 0).Select(step => step.Id).ToArray();
            var ready = after.Length == 0 ? start : after.Max(source => steps[source - 1].End);
            var asked = ready + (random.Next(2) * random.NextDouble());
            var sent = asked + (random.Next(2) * random.NextDouble());
            var end = sent + (random.NextDouble() * 3);
            var tool = random.Next(4) == 0;
            steps.Add(
                new StepRecord
                {
                    Id = number,
                    Key = $"{number}",
                    Kind = tool ? StepKind.Tool : StepKind.Call,
                    Name = tool ? "search" : "act",
                    After = after,
                    Uses = [.. after.Where(_ => random.Next(2) == 0)],
                    Asked = asked,
                    Sent = sent,
                    End = end,
                    OnAnswerPath = random.Next(2) == 0,
                    Call = tool ? null : Call(random),
                }
            );
        }

        var last = steps.Count == 0 ? start : steps.Max(step => step.End);
        return Task(id, [.. steps]) with { IntendedStart = start - random.NextDouble(), Start = start, End = last + random.NextDouble() };
    }

    public static CallRecord Call(Random random)
    {
        double? Maybe(double scale) => random.Next(3) == 0 ? null : random.NextDouble() * scale;
        int? Count() => random.Next(4) == 0 ? null : random.Next(1000);
        return new CallRecord
        {
            Endpoint = "node",
            Model = "m",
            Outcome = (CallOutcome)random.Next(11),
            Ttft = Maybe(1),
            LastChunk = Maybe(2) + 1,
            PromptTokens = Count(),
            CachedTokens = Count(),
            CompletionTokens = Count(),
            ResentTokens = Count(),
            ServerQueue = Maybe(1),
            ServerLoad = Maybe(1),
            ServerPrefill = Maybe(1),
            ServerDecode = Maybe(1),
            ChunkGaps = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.NextSingle())],
        };
    }

    public static TaskRecord Task(long id, params StepRecord[] steps) =>
        new()
        {
            Id = id,
            Agent = 0,
            Group = "g",
            Problem = "game24",
            ProblemId = $"game24/{id}",
            Strategy = "tot",
            IntendedStart = 0,
            Start = 0,
            End = steps.Length == 0 ? 0 : steps.Max(step => step.End),
            State = TaskState.Solved,
            Answer = "24",
            Steps = steps,
        };

    public static StepRecord Step(int id, double asked, double sent, double end, CallRecord? call = null, params int[] after) =>
        new()
        {
            Id = id,
            Key = $"{id}",
            Kind = StepKind.Call,
            Name = "act",
            After = after,
            Uses = after,
            Asked = asked,
            Sent = sent,
            End = end,
            OnAnswerPath = true,
            Call = call ?? Tokens(100, 10),
        };

    public static CallRecord Tokens(int? prompt, int? completion) =>
        new()
        {
            Endpoint = "node",
            Model = "m",
            Outcome = CallOutcome.Completed,
            PromptTokens = prompt,
            CompletionTokens = completion,
            Provenance = prompt is null ? TokenProvenance.Missing : TokenProvenance.Server,
        };
}
