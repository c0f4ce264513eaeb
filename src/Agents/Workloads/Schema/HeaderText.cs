namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>Checks the values of HTTP headers: printable ASCII, as servers expect it.</summary>
internal static class HeaderText
{
    /// <summary>Returns what is wrong with a value, without the value; null if it can be sent.</summary>
    public static string? ErrorOf(string value)
    {
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] is '\n' or '\r')
            {
                return $"contains a line break at character {at + 1} of {value.Length}: set it again without the line break";
            }

            if (value[at] is < ' ' or > '~')
            {
                return $"contains a character that is not printable ASCII at position {at + 1} of {value.Length}: copy it again";
            }
        }

        return null;
    }
}
