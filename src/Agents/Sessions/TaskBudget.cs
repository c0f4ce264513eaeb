using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Sessions;

/// <summary>Counts calls and tokens of a task against its limits. Not safe for use from many threads.</summary>
internal sealed class TaskBudget(BudgetSettings limits)
{
    private int _calls;
    private long _tokens;

    /// <summary>Takes one call out of the budget before it is sent, so that calls at once never exceed it.</summary>
    /// <exception cref="OutOfBudgetException">No call is left, or the tokens are used up.</exception>
    public void Reserve()
    {
        if (_calls >= limits.Calls)
        {
            throw new OutOfBudgetException($"budget of {limits.Calls} calls is spent");
        }

        if (_tokens >= limits.Tokens)
        {
            throw new OutOfBudgetException($"budget of {limits.Tokens} tokens is spent: {_tokens} used");
        }

        _calls++;
    }

    /// <summary>Counts the tokens of an ended call; those that no one reported count as none.</summary>
    public void Spend(int? promptTokens, int? completionTokens) => _tokens += (promptTokens ?? 0) + (completionTokens ?? 0);
}
