using System.Runtime.InteropServices;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Data;

/// <summary>Tokens by strategy and step name, of the tasks that began in the measured window, baseline excluded.</summary>
internal sealed class WasteTable(MeasuredWindow window)
{
    private const int MaxRows = 2000;

    private readonly Dictionary<(string Strategy, string Problem, string Step), WasteRow> _rows = [];

    /// <summary>Rows with wasted tokens, largest first.</summary>
    public IEnumerable<WasteRow> Rows => _rows.Values.Where(row => row.WastedTokens > 0).OrderByDescending(row => row.WastedTokens);

    public long TotalTokens => _rows.Values.Sum(row => row.Tokens);

    public long WastedTokens => _rows.Values.Sum(row => row.WastedTokens);

    public void Add(TaskRecord task)
    {
        if (!window.Began(task) || task.IsBaseline)
        {
            return;
        }

        foreach (var step in task.Steps)
        {
            if (Tokens.Of(step.Call) is not { } tokens)
            {
                continue;
            }

            var key = (task.Strategy, task.Problem, step.Name);
            if (!_rows.ContainsKey(key) && _rows.Count >= MaxRows)
            {
                key = ("", "", "other");
            }

            ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out _);
            row ??= new WasteRow(key.Item1, key.Item2, key.Item3);
            row.Add(task, step, tokens);
        }
    }
}

/// <summary>Tokens and wasted tokens of the steps of one name.</summary>
internal sealed class WasteRow(string strategy, string problem, string step)
{
    public string Strategy => strategy;

    public string Problem => problem;

    public string Step => step;

    public long Calls { get; private set; }

    public long WastedCalls { get; private set; }

    public long Tokens { get; private set; }

    public long WastedTokens { get; private set; }

    /// <summary>Wasted tokens of tasks without an answer: failed, out of budget, lost or aborted.</summary>
    public long WithoutAnswer { get; private set; }

    public void Add(TaskRecord task, StepRecord step, long tokens)
    {
        Calls++;
        Tokens += tokens;
        if (step.OnAnswerPath)
        {
            return;
        }

        WastedCalls++;
        WastedTokens += tokens;
        if (task.State is TaskState.Failed or TaskState.OutOfBudget or TaskState.Lost or TaskState.Aborted)
        {
            WithoutAnswer += tokens;
        }
    }
}
