using System.Globalization;

namespace AgentLoad.Simulation.Faults;

/// <summary>A kind of fault with its probability.</summary>
/// <param name="Kind">Kind of the fault.</param>
/// <param name="Probability">Fraction of calls, 0 to 1.</param>
/// <param name="Seconds">Length of a stall or of the delay of a first token.</param>
internal sealed record Fault(FaultKind Kind, double Probability, double Seconds);

/// <summary>The injected faults. A call has at most one fault, drawn from a seed.</summary>
/// <param name="Faults">Faults; their probabilities add up to at most 1.</param>
internal sealed record FaultOptions(IReadOnlyList<Fault> Faults)
{
    private const double DefaultSeconds = 5;

    /// <summary>No faults.</summary>
    public static FaultOptions None { get; } = new([]);

    /// <summary>Parses <c>name=probability[:seconds]</c> texts, such as <c>overload=0.01</c> and <c>stall=0.02:10</c>.</summary>
    /// <exception cref="FormatException">At least one text is invalid; the message contains what was found and what is allowed.</exception>
    public static FaultOptions Parse(IEnumerable<string> texts)
    {
        var (faults, problems) = (new List<Fault>(), new List<string>());
        foreach (var text in texts)
        {
            if (Read(text, out var problem) is { } fault)
            {
                faults.Add(fault);
            }
            else
            {
                problems.Add(problem);
            }
        }

        if (faults.Sum(fault => fault.Probability) > 1)
        {
            problems.Add("the probabilities of all faults add up to more than 1");
        }

        return problems.Count == 0 ? new(faults) : throw new FormatException(string.Join("; ", problems));
    }

    /// <summary>Draws the fault of one call.</summary>
    public FaultPlan Draw(Random random)
    {
        var (drawn, place) = (random.NextDouble(), random.NextDouble());
        foreach (var fault in Faults)
        {
            if ((drawn -= fault.Probability) < 0)
            {
                return new(fault.Kind, place, fault.Seconds);
            }
        }

        return default;
    }

    private static Fault? Read(string text, out string problem)
    {
        var (name, value) = Cut(text, '=');
        var (share, seconds) = Cut(value, ':');
        var names = Enum.GetNames<FaultKind>().Skip(1).Select(each => each.ToLowerInvariant()).ToList();
        problem = "";
        if (!names.Contains(name))
        {
            problem = $"fault '{text}': '{name}' is none of {string.Join(", ", names)}";
        }
        else if (!Number(share, out var probability) || probability > 1)
        {
            problem = $"fault '{text}': expected {name}=probability, from 0 to 1";
        }
        else if (seconds.Length > 0 && name is not ("stall" or "slow"))
        {
            problem = $"fault '{text}': only stall and slow accept seconds";
        }
        else if (!Number(seconds.Length == 0 ? "5" : seconds, out var length))
        {
            problem = $"fault '{text}': '{seconds}' is not a number of seconds";
        }
        else
        {
            return new(Enum.Parse<FaultKind>(name, ignoreCase: true), probability, seconds.Length == 0 ? DefaultSeconds : length);
        }

        return null;
    }

    private static bool Number(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static (string Before, string After) Cut(string text, char mark) =>
        text.IndexOf(mark) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");
}

/// <summary>The fault of one call.</summary>
/// <param name="Kind">Kind of the fault.</param>
/// <param name="Position">Position in the reply, 0 to 1.</param>
/// <param name="Seconds">Length of the fault.</param>
internal readonly record struct FaultPlan(FaultKind Kind, double Position, double Seconds)
{
    /// <summary>Returns the chunk before which the fault occurs: the first one for a slow first token, otherwise a later one.</summary>
    public int At(int chunks) => Kind == FaultKind.Slow ? 0 : 1 + (int)(Position * Math.Max(0, chunks - 1));
}
