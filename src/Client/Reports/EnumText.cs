using System.Text.RegularExpressions;

namespace AgentLoad.Client.Reports;

/// <summary>Names of states and outcomes as words.</summary>
internal static partial class EnumText
{
    /// <summary>"OutOfBudget" as "out of budget".</summary>
    public static string Of(string name) => Boundary().Replace(name, " ").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();
}
