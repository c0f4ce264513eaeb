using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class ReflexionTests
{
    [Theory]
    [InlineData("problem")]
    [InlineData("model")]
    public void Reflexion_RandomTrials_IsAChainOfTheExpectedLength(string check)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (trials, steps) = (random.Next(1, 5), random.Next(1, 6));
            var actions = Enumerable
                .Range(0, trials * steps)
                .Select(_ =>
                    random.Next(8) switch
                    {
                        0 => "Final Answer: right",
                        1 or 2 => "Final Answer: wrong",
                        3 => "hm",
                        _ => "Action: search[{\"query\": \"q\"}]",
                    }
                )
                .ToArray();
            var verdicts = Enumerable
                .Range(0, trials)
                .Select(_ =>
                    random.Next(3) switch
                    {
                        0 => "Verdict: yes",
                        1 => "Verdict: no",
                        _ => "well",
                    }
                )
                .ToArray();
            var (acted, checks, reflected) = (0, 0, 0);
            var client = Scripts.Client(
                (r, _) =>
                    Ask(r) switch
                    {
                        "act" => actions[acted++],
                        "check" => verdicts[checks++],
                        "reflect" => $"lesson {++reflected}",
                        _ => "Thought: hm",
                    }
            );

            var task = Scripts.Run(
                client,
                Scripts.Strategy("reflexion", ("trials", (long)trials), ("steps", (long)steps), ("check", check)),
                random
            );

            var expected = Expected(actions, check == "model" ? verdicts : null, trials, steps);
            client.Requests.Select(Ask).ShouldBe(expected.Calls);
            client.Requests.Count.ShouldBeLessThanOrEqualTo((2 * steps * trials) + (trials - 1) + (check == "model" ? trials : 0));
            client.InFlight.ShouldAllBe(n => n == 1);
            task.ParseFailures.ShouldBe(expected.Bad);
            task.Answer.ShouldBe(expected.Answer);
            task.Steps.ShouldAllBe(s => s.After.SequenceEqual(s.Id == 1 ? Array.Empty<int>() : new[] { s.Id - 1 }));
            client.Requests.ShouldAllBe(r =>
                r.Options.MaxTokens
                == (
                    Ask(r) == "reflect" ? 250
                    : Ask(r) == "check" ? 512
                    : 100
                )
            );
            CheckPrompts(client.Requests);
        }
    }

    [Fact]
    public void Reflexion_DefaultsNeverRight_IsFiveTrialsOfTwelveCallsAndFourReflections()
    {
        var client = Scripts.Client((r, _) => Ask(r) == "act" ? "Action: search[{\"query\": \"q\"}]" : "hm");

        var task = Scripts.Run(client, Scripts.Strategy("reflexion"), new Random(1));

        client.Requests.Count.ShouldBe((5 * 2 * 6) + 4);
        task.State.ShouldBe(TaskState.Unsolved);
        client.Requests.ShouldAllBe(r => r.Options.Temperature == 0);
    }

    [Fact]
    public void Reflexion_AnyCallFails_Terminates()
    {
        for (var lost = 0; lost < 12; lost++)
        {
            var client = Scripts.Client(
                (r, i) =>
                    i == lost ? null
                    : Ask(r) == "act" ? "Final Answer: wrong"
                    : "hm"
            );

            Scripts.Run(client, Scripts.Strategy("reflexion"), new Random(1)).State.ShouldBe(TaskState.Failed);
            client.Requests.Count.ShouldBe(lost + 1);
        }
    }

    private static string Ask(CallRequest request)
    {
        var last = request.Messages[^1].Content;
        return last.Contains("Verdict:") ? "check"
            : last.Contains("did not lead") ? "reflect"
            : last.Contains("next action only") ? "act"
            : "thought";
    }

    /// <summary>Within a trial, prompts are append-only; trials share the prefix up to the reflections.</summary>
    private static void CheckPrompts(IReadOnlyList<CallRequest> requests)
    {
        var trials = requests.GroupBy(r => r.Messages[0].Content).Select(g => g.ToArray()).ToArray();
        for (var i = 0; i < trials.Length; i++)
        {
            Scripts.ShouldOnlyGrow([.. trials[i].Where(r => Ask(r) is "thought" or "act")]);
            var begin = trials[i][0].Messages[0].Content;
            for (var lesson = 1; lesson <= i; lesson++)
            {
                begin.ShouldContain($"\n- lesson {lesson}\n");
            }

            var shared = trials[0][0].Messages[0].Content.AsSpan().CommonPrefixLength(begin);
            trials[0]
                [0]
                .Messages[0]
                .Content[shared..]
                .ShouldBe(i == 0 ? "" : "Write your next thought only: what you know and what you need next.");
        }
    }

    private static (List<string> Calls, int Bad, string? Answer) Expected(string[] actions, string[]? verdicts, int trials, int steps)
    {
        var (calls, bad, acted, checks) = (new List<string>(), 0, 0, 0);
        for (var trial = 1; ; trial++)
        {
            string? answer = null;
            for (var step = 0; step < steps && answer is null; step++)
            {
                calls.AddRange(["thought", "act"]);
                var action = actions[acted++];
                bad += action == "hm" ? 1 : 0;
                answer = action.StartsWith("Final") ? action[14..] : null;
            }

            var isAccepted = answer == "right" && verdicts is null;
            if (answer is not null && verdicts is not null)
            {
                calls.Add("check");
                var verdict = verdicts[checks++];
                bad += verdict == "well" ? 1 : 0;
                isAccepted = verdict.EndsWith("yes");
            }

            if (isAccepted || trial == trials)
            {
                return (calls, bad, answer);
            }

            calls.Add("reflect");
        }
    }
}
