using System.Text.RegularExpressions;

namespace AgentLoad.Client.Reports;

/// <summary>Formats names of enum members.</summary>
internal static partial class EnumText
{
    /// <summary>Returns a name as lower-case words: "OutOfBudget" becomes "out of budget".</summary>
    public static string Of(string name) => Boundary().Replace(name, " ").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();
}
