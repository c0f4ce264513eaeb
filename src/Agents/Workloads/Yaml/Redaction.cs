using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Removes API keys and passwords from messages and saved files.</summary>
internal static partial class Redaction
{
    public const string Mark = "***";

    private const int Longest = 60;

    /// <summary>Formats a value for a message: quoted, short, on one line, without likely secrets.</summary>
    public static string Quote(string text)
    {
        var safe = Credentials().Replace(UserInfo().Replace(text, "$1" + Mark + "@"), "$1" + Mark);
        var line = string.Concat(safe.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= Longest ? $"'{line}'" : $"'{line[..Longest]}…'";
    }

    /// <summary>Formats an address without user name and password.</summary>
    public static string Address(Uri url) => url.UserInfo.Length == 0 ? Text(url) : UserInfo().Replace(Text(url), "$1" + Mark + "@");

    /// <summary>True if the name of a variable indicates a secret.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    private static string Text(Uri url) => url.OriginalString;

    [GeneratedRegex("(^|//)[^/]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        @"((?:api[-_]?key|authorization|bearer|token|secret|password)\W+|\bsk-)[^\s'"",}\]]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Credentials();

    [GeneratedRegex("KEY|TOKEN|SECRET|PASS|AUTH|CREDENTIAL", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
