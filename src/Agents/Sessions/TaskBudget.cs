using System.Globalization;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>The maximum use of a call, reserved while it is in flight.</summary>
/// <param name="MaxTokens">Limit on its completion tokens, lowered to what the budget allows.</param>
/// <param name="Characters">Length of its prompt in characters.</param>
/// <param name="Tokens">Reserved tokens.</param>
/// <param name="Money">Reserved money.</param>
internal sealed record BudgetReservation(int MaxTokens, int Characters, long Tokens, double Money);

/// <summary>
/// Enforces the limits of a task on calls, tokens and money. A call reserves its maximum use, its completion limit is lowered to the
/// remaining budget, and it is not sent if nothing remains. While other calls are in flight, a call that may not fit waits, because they
/// may use less than they reserved. The token count of a prompt is known only after the server has reported it. Until then it is estimated
/// as the count of the task's longest prompt that is not longer, plus 2 tokens for every 5 further characters, which exceeds what models
/// need for plain text. Not thread-safe.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="snapshot">Use by another host; null for a new task.</param>
internal sealed class TaskBudget(BudgetSettings limits, TaskSnapshot? snapshot = null)
{
    private readonly List<(int Characters, int Tokens)> _prompts = [];
    private int _calls = snapshot?.Calls ?? 0;
    private int _inFlight;
    private long _tokens = snapshot?.Steps.Sum(s => UsedBy(s.Record.Call)) ?? 0;
    private long _reservedTokens;
    private double _money = snapshot?.Steps.Sum(s => s.Record.Call?.Cost ?? 0) ?? 0;
    private double _reservedMoney;

    private bool HasTokenLimits => limits.Tokens is not null || limits.Money is not null;

    /// <summary>Reserves the budget of a call before it is sent; returns null if the call must wait for another one in flight.</summary>
    /// <exception cref="OutOfBudgetException">The call would exceed a limit.</exception>
    public BudgetReservation? TryReserve(CallRequest request, PriceSettings? prices)
    {
        if (_calls >= limits.Calls)
        {
            throw new OutOfBudgetException(TaskBudgetKind.Calls, $"budget of {limits.Calls} calls is spent");
        }

        if (!HasTokenLimits)
        {
            _calls++;
            return new BudgetReservation(request.Options.MaxTokens, 0, 0, 0);
        }

        var characters = CharactersOf(request);
        var prompt = Estimate(characters);
        var (left, tightest) = Left(prompt, prices);
        if (left < request.Options.MaxTokens && _inFlight > 0)
        {
            return null;
        }

        if (left < 1)
        {
            throw new OutOfBudgetException(tightest, SpentMessage(tightest));
        }

        var completion = (int)Math.Min(left, request.Options.MaxTokens);
        var hold = new BudgetReservation(completion, characters, prompt + completion, prices?.CostOf(prompt, 0, completion) ?? 0);
        _calls++;
        _inFlight++;
        _reservedTokens += hold.Tokens;
        _reservedMoney += hold.Money;
        return hold;
    }

    /// <summary>Replaces a reservation by the actual use of a completed call. Unreported tokens count as 0.</summary>
    public void Settle(BudgetReservation hold, CallRecord call)
    {
        if (!HasTokenLimits)
        {
            return;
        }

        _inFlight--;
        _reservedTokens -= hold.Tokens;
        _reservedMoney -= hold.Money;
        _tokens += UsedBy(call);
        _money += call.Cost ?? 0;
        AddPromptSample(hold.Characters, call);
    }

    /// <summary>Adds the prompt length of a call that another host made. Its use is already counted.</summary>
    public void Replay(CallRequest request, CallRecord call)
    {
        if (HasTokenLimits)
        {
            AddPromptSample(CharactersOf(request), call);
        }
    }

    /// <summary>Returns the completion tokens that a call may use, and the limit that determines them.</summary>
    private (double Left, TaskBudgetKind Tightest) Left(long prompt, PriceSettings? prices)
    {
        double tokens = limits.Tokens is { } most ? most - _tokens - _reservedTokens - prompt : double.PositiveInfinity;
        var money =
            limits.Money is { } sum && prices is { } p
                ? Affordable(sum - _money - _reservedMoney - p.CostOf(prompt, 0, 0), p)
                : double.PositiveInfinity;
        return tokens <= money ? (tokens, TaskBudgetKind.Tokens) : (money, TaskBudgetKind.Money);
    }

    private static long UsedBy(CallRecord? call) => (call?.PromptTokens ?? 0) + (call?.CompletionTokens ?? 0);

    private static int CharactersOf(CallRequest request) => request.Messages.Sum(m => m.Content.Length);

    private void AddPromptSample(int characters, CallRecord call)
    {
        if (call.PromptTokens is { } prompt and > 0)
        {
            _prompts.Add((characters, prompt));
        }
    }

    private static double Affordable(double money, PriceSettings prices) =>
        money < 0 ? -1
        : prices.Completion > 0 ? Math.Floor(money * 1e6 / prices.Completion)
        : double.PositiveInfinity;

    private long Estimate(int characters)
    {
        var known = _prompts
            .Where(p => p.Characters <= characters)
            .OrderByDescending(p => p.Characters)
            .ThenByDescending(p => p.Tokens)
            .FirstOrDefault();
        return known.Tokens + (long)Math.Ceiling((characters - known.Characters) * 0.4);
    }

    private string SpentMessage(TaskBudgetKind budget) =>
        budget == TaskBudgetKind.Tokens
            ? string.Create(CultureInfo.InvariantCulture, $"budget of {limits.Tokens} tokens leaves no further call: {_tokens} used")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"budget of {limits.Money} in money leaves no further call: {_money:0.######} spent"
            );
}
