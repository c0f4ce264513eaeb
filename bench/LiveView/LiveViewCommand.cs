using System.CommandLine;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Bench.Common;
using AgentLoad.Client.Live;
using AgentLoad.Client.Live.Terminal;
using AgentLoad.Client.Live.Web;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Bench.LiveView;

/// <summary>
/// <c>live-view</c>: CPU time of the live views, as a share of one core. Each simulated second, the calls and the task of every agent are
/// counted, and the dashboard and the data of the live page are rendered once. One thread does the work, without a model server.
/// </summary>
internal static class LiveViewCommand
{
    private const int WarmUpSeconds = 10,
        Width = 140,
        Height = 40;

    private static readonly Option<int> Agents = BenchmarkCommand.Number("--agents", 1000, "Agents. (default 1000)");
    private static readonly Option<int> Seconds = BenchmarkCommand.Number("--seconds", 120, "Simulated seconds. (default 120)");

    public static Command Create() =>
        BenchmarkCommand.Create(
            "live-view",
            "CPU time of the dashboard and of the live page, as a share of one core.",
            [Agents, Seconds],
            (parsed, results, _) =>
            {
                Run(parsed.GetValue(Agents), parsed.GetValue(Seconds), results);
                return Task.CompletedTask;
            }
        );

    private static void Run(int agents, int seconds, BenchmarkResults results)
    {
        var workload = BenchmarkWorkload.Read("groups: [{problem: game24, strategy: tree-of-thoughts}]\nload: {duration: 1h}");
        var board = new LiveFrameBuilder(Facts(agents), new Schedule(workload, ProblemCatalog.All), 3600, []);
        using var view = new DashboardView(TextWriter.Null, () => Width, () => Height, TextWriter.Null, useColors: true);
        var live = new LiveAggregate();
        var tasks = new GeneratedTasks();
        var shown = tasks.Create(0, 0);
        var (counting, drawing, serving) = (0.0, 0.0, 0.0);
        for (var second = -WarmUpSeconds; second < seconds; second++)
        {
            if (second == 0)
            {
                (counting, drawing, serving) = (0, 0, 0);
            }

            var now = second + (2 * WarmUpSeconds);
            var ended = Enumerable.Range(0, agents).Select(i => tasks.Create(i, now)).ToList();
            counting += CpuSeconds(() => Count(ended, live, board));
            LiveFrame frame = null!;
            drawing += CpuSeconds(() =>
            {
                frame = board.NextFrame(new LiveState(now, live.Read(), []) { Running = Running(shown, now) });
                view.Show(frame);
            });
            serving += CpuSeconds(() => _ = new LivePage(frame, PageAssets.LiveScript).Data);
        }

        var calls = (double)agents * GeneratedTasks.CallsPerTask;
        results.Print($"{agents:N0} agents, {calls:N0} calls/s, {seconds} s");
        results.Add("counting calls and tasks", counting / seconds * 100, "% of a core");
        results.Add("counting calls and tasks, per call", counting / seconds / calls * 1e6, "µs");
        results.Add($"frame and dashboard at {Width}x{Height}", drawing / seconds * 100, "% of a core");
        results.Add("live page for one open tab", serving / seconds * 100, "% of a core");
    }

    private static void Count(List<TaskRecord> tasks, LiveAggregate live, LiveFrameBuilder board)
    {
        foreach (var task in tasks)
        {
            live.OnTaskStarted();
            foreach (var step in task.Steps)
            {
                live.OnCallStarted();
                live.OnWaitingChanged(1, 0);
                live.OnWaitingChanged(-1, 0);
                live.OnCallEnded(step.Call!, step.End - step.Sent);
            }

            live.OnTaskEnded(task);
            board.AddTask(task);
        }
    }

    private static double CpuSeconds(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static RunningTask Running(TaskRecord task, double now) =>
        new(
            1,
            1,
            "tree-of-thoughts",
            "tree-of-thoughts",
            "game24/1-2-3-4",
            0,
            now,
            task.Steps,
            [new StepStart(99, "L9/value/1", "value", StepKind.Call, [1], 3)]
        );

    private static RunFacts Facts(int agents) =>
        new()
        {
            Name = "bench",
            Id = "",
            Workload = "bench",
            StartedUtc = DateTimeOffset.UnixEpoch,
            Simulated = true,
            Seed = 1,
            Agents = agents,
            DurationSeconds = 0,
            Endpoints = [new EndpointFacts("default", "http://127.0.0.1:1", "Ollama", "simulated:8b", true)],
            WindowStartSeconds = 0,
            WindowEndSeconds = 0,
        };
}
