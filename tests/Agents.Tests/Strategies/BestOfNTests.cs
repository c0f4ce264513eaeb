using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class BestOfNTests
{
    [Fact]
    public void BestOfN_RandomScores_RunsNParallelChainsAndReturnsTheBest()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var samples = random.Next(1, 20);
            // Samples are the first N requests; a score continues the conversation of its sample.
            var (sampleFails, scoreFails) = (seed % 4 == 1 ? 0.3 : 0, seed % 4 == 2 ? 0.3 : 0);
            var says = Enumerable
                .Range(0, samples)
                .Select(i =>
                    random.NextDouble() < sampleFails ? null
                    : random.Next(5) == 0 ? $"text {i}"
                    : $"text {i} Answer: a{i}"
                )
                .ToArray();
            var scores = Enumerable
                .Range(0, samples)
                .Select(_ =>
                    random.NextDouble() < scoreFails ? null
                    : random.Next(6) == 0 ? "good"
                    : $"Score: {random.Next(11)}"
                )
                .ToArray();
            var client = Scripts.Client((r, i) => r.Messages.Count == 1 ? says[i] : scores[int.Parse(r.Messages[1].Content.Split(' ')[1])]);

            var task = Scripts.Run(client, Scripts.Strategy("best-of-n", ("samples", (long)samples)), random);

            var good = Enumerable.Range(0, samples).Where(i => says[i] is not null).ToArray();
            task.Named("sample").Count.ShouldBe(samples);
            task.Named("score").Count.ShouldBe(good.Length);
            client.InFlight[0].ShouldBe(samples);
            client.InFlight.Max().ShouldBe(samples);
            task.Named("sample").ShouldAllBe(s => s.After.Count == 0);
            foreach (var i in good)
            {
                task.After($"score/{i + 1}").ShouldBe([$"sample/{i + 1}"]);
            }

            foreach (var request in client.Requests)
            {
                request.Messages[0].ShouldBe(client.Requests[0].Messages[0]);
                request.Options.Temperature.ShouldBe(request.Messages.Count == 1 ? 0.8 : 0);
                request.Options.MaxTokens.ShouldBe(request.Messages.Count == 1 ? 2048 : 512);
            }

            task.ParseFailures.ShouldBe(good.Count(i => !says[i]!.Contains("Answer")) + good.Count(i => scores[i] == "good"));
            if (good.All(i => scores[i] is null))
            {
                task.State.ShouldBe(TaskState.Failed);
                continue;
            }

            var best = good.Where(i => says[i]!.Contains("Answer"))
                .OrderByDescending(i => scores[i] is { } s && s != "good" ? int.Parse(s[7..]) : -1)
                .Select(i => (int?)i)
                .FirstOrDefault();
            task.State.ShouldBe(TaskState.Unsolved);
            task.Answer.ShouldBe(best is null ? null : $"a{best}");
            task.AnswerPath()
                .ShouldBe(
                    best is null ? []
                        : scores[best.Value] is null ? [$"sample/{best + 1}"]
                        : [$"sample/{best + 1}", $"score/{best + 1}"],
                    ignoreOrder: true
                );
        }
    }

    [Fact]
    public void BestOfN_Defaults_IsFourSamplesAndFourScores()
    {
        var client = Scripts.Client((r, _) => r.Messages.Count == 1 ? "Answer: right" : "Score: 10");

        var task = Scripts.Run(client, Scripts.Strategy("best-of-n"), new Random(1));

        task.Steps.Count.ShouldBe(8);
        task.Named("score").Count.ShouldBe(4);
        task.State.ShouldBe(TaskState.Solved);
    }
}
