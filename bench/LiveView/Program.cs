using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Live;
using AgentLoad.Client.Live.Terminal;
using AgentLoad.Client.Live.Web;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

// What the live views cost, as a share of one core: LiveView [AGENTS] [SECONDS]
//
// Agents (1,000) that work as fast as the no-op answers of a node would let them: calls end at CALLS a second, and the board takes every record,
// as in a run. Once a simulated second the board makes a frame, the dashboard draws it at 140x40, and the page with its data is rendered for
// one open tab. Processor time of this one thread only, so that other work on the machine does not count.
const int CallsPerTask = 20;
var agents = args.Length > 0 ? int.Parse(args[0]) : 1000;
var seconds = args.Length > 1 ? int.Parse(args[1]) : 120;
var random = new Random(1);
var workload = WorkloadFile
    .Parse("groups: [{problem: game24, strategy: tree-of-thoughts}]\nload: {duration: 1h}", "bench", WorkloadInputs.Default)
    .Workload!;
var facts = new RunFacts
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
var board = new LiveBoard(facts, new Schedule(workload, ProblemCatalog.All), 3600);
using var view = new DashboardView(TextWriter.Null, () => 140, () => 40, TextWriter.Null, colours: true);
var live = new LiveAggregate();
var shown = Task(0, 0);
double counting = 0,
    drawing = 0,
    serving = 0;
for (var second = -10; second < seconds; second++)
{
    // The first seconds let the runtime compile what it is to be measured with.
    if (second == 0)
        (counting, drawing, serving) = (0, 0, 0);
    var tasks = Enumerable.Range(0, agents).Select(i => Task(i, second + 20)).ToList();
    counting += Spent(() =>
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
            board.See(task);
        }
    });
    LiveFrame frame = null!;
    drawing += Spent(() =>
    {
        frame = board.Next(
            new LiveState(second + 20, live.Read(), [])
            {
                Running = new RunningTask(
                    1,
                    1,
                    "tree-of-thoughts",
                    "tree-of-thoughts",
                    "game24/1-2-3-4",
                    0,
                    second + 20,
                    shown.Steps,
                    [new StepStart(99, "L9/value/1", "value", StepKind.Call, [1], 3)]
                ),
            }
        );
        view.Show(frame);
    });
    serving += Spent(() => _ = new LivePage(frame, PageAssets.LiveScript).Data);
}

Console.WriteLine($"{agents:N0} agents, {agents * CallsPerTask:N0} calls/s, {seconds} s");
Console.WriteLine(
    $"counting calls and tasks       {counting / seconds * 100:0.00} % of a core, {counting / seconds / agents / CallsPerTask * 1e6:0.00} µs a call"
);
Console.WriteLine($"frame and dashboard at 140x40  {drawing / seconds * 100:0.00} % of a core");
Console.WriteLine($"live page for one open tab     {serving / seconds * 100:0.00} % of a core");

double Spent(Action work)
{
    var before = Environment.CpuUsage.TotalTime;
    work();
    return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
}

TaskRecord Task(long id, double at)
{
    StepRecord[] steps =
    [
        .. Enumerable
            .Range(1, CallsPerTask)
            .Select(step => new StepRecord
            {
                Id = step,
                Key = $"L{step / 5}/value/{step}",
                Kind = StepKind.Call,
                Name = "value",
                After = step == 1 ? [] : [step / 2],
                Uses = [],
                Asked = at,
                Sent = at,
                End = at + random.NextDouble(),
                Call = new CallRecord
                {
                    Endpoint = "http://127.0.0.1:1",
                    Model = "m",
                    Outcome = CallOutcome.Completed,
                    Ttft = random.NextDouble(),
                    PromptTokens = 300,
                    CompletionTokens = 30,
                },
            }),
    ];
    return new TaskRecord
    {
        Id = id,
        Agent = (int)id,
        Group = $"group {id % 5}",
        Problem = "game24",
        ProblemId = "game24/1",
        Strategy = "tree-of-thoughts",
        IntendedStart = at,
        Start = at,
        End = at + 1,
        State = TaskState.Solved,
        Steps = steps,
    };
}
