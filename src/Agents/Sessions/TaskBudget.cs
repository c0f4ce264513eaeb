using System.Globalization;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>What a call may use at most, held back while it is in flight.</summary>
/// <param name="MaxTokens">Limit on its completion tokens, lowered to what the budget leaves.</param>
/// <param name="Characters">Length of its prompt.</param>
/// <param name="Tokens">Tokens held back.</param>
/// <param name="Money">Money held back.</param>
internal sealed record BudgetHold(int MaxTokens, int Characters, long Tokens, double Money);

/// <summary>
/// Counts calls, tokens and money of a task against its limits, so that they are never exceeded: a call holds back the most that it may
/// use, its limit on completion tokens is lowered to what is left, and where nothing is left it is not sent. While other calls are in
/// flight, one that may not fit waits for them, as they may use less than they hold. The tokens of a prompt are known only once the
/// server counted them: before, they are taken for those of the task's longest earlier prompt that is not longer, and 2 tokens for every
/// 5 further characters, which is more than models need for plain text. Not safe for use from many threads.
/// </summary>
/// <param name="limits">The limits.</param>
/// <param name="carried">What an earlier host used of them; null for nothing.</param>
internal sealed class TaskBudget(BudgetSettings limits, CarriedTask? carried = null)
{
    private readonly List<(int Characters, int Tokens)> _prompts = [];
    private int _calls = carried?.Calls ?? 0;
    private int _inFlight;
    private long _tokens = carried?.Steps.Sum(s => UsedBy(s.Record.Call)) ?? 0;
    private long _heldTokens;
    private double _money = carried?.Steps.Sum(s => s.Record.Call?.Cost ?? 0) ?? 0;
    private double _heldMoney;

    private bool Counts => limits.Tokens is not null || limits.Money is not null;

    /// <summary>Takes a call out of the budget before it is sent; null where it must wait for one in flight to end.</summary>
    /// <exception cref="OutOfBudgetException">It would exceed a limit.</exception>
    public BudgetHold? TryHold(CallRequest request, PriceSettings? prices)
    {
        if (_calls >= limits.Calls)
        {
            throw new OutOfBudgetException(TaskBudgetKind.Calls, $"budget of {limits.Calls} calls is spent");
        }

        if (!Counts)
        {
            _calls++;
            return new BudgetHold(request.Options.MaxTokens, 0, 0, 0);
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
            throw new OutOfBudgetException(tightest, Spent(tightest));
        }

        var completion = (int)Math.Min(left, request.Options.MaxTokens);
        var hold = new BudgetHold(completion, characters, prompt + completion, prices?.CostOf(prompt, 0, completion) ?? 0);
        _calls++;
        _inFlight++;
        _heldTokens += hold.Tokens;
        _heldMoney += hold.Money;
        return hold;
    }

    /// <summary>Counts what an ended call used; tokens that no one reported count as none.</summary>
    public void Settle(BudgetHold hold, CallRecord call)
    {
        if (!Counts)
        {
            return;
        }

        _inFlight--;
        _heldTokens -= hold.Tokens;
        _heldMoney -= hold.Money;
        _tokens += UsedBy(call);
        _money += call.Cost ?? 0;
        Learn(hold.Characters, call);
    }

    /// <summary>A call that an earlier host made comes again: it is counted from the start, but how long its prompt was is seen only now.</summary>
    public void Recall(CallRequest request, CallRecord call)
    {
        if (Counts)
        {
            Learn(CharactersOf(request), call);
        }
    }

    /// <summary>Completion tokens that a call may have, and the limit that allows no more.</summary>
    private (double Left, TaskBudgetKind Tightest) Left(long prompt, PriceSettings? prices)
    {
        double tokens = limits.Tokens is { } most ? most - _tokens - _heldTokens - prompt : double.PositiveInfinity;
        var money =
            limits.Money is { } sum && prices is { } p
                ? Affordable(sum - _money - _heldMoney - p.CostOf(prompt, 0, 0), p)
                : double.PositiveInfinity;
        return tokens <= money ? (tokens, TaskBudgetKind.Tokens) : (money, TaskBudgetKind.Money);
    }

    private static long UsedBy(CallRecord? call) => (call?.PromptTokens ?? 0) + (call?.CompletionTokens ?? 0);

    private static int CharactersOf(CallRequest request) => request.Messages.Sum(m => m.Content.Length);

    private void Learn(int characters, CallRecord call)
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

    private string Spent(TaskBudgetKind budget) =>
        budget == TaskBudgetKind.Tokens
            ? string.Create(CultureInfo.InvariantCulture, $"budget of {limits.Tokens} tokens leaves no further call: {_tokens} used")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"budget of {limits.Money} in money leaves no further call: {_money:0.######} spent"
            );
}
