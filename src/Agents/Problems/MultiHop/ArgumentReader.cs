using System.Text.Json;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>Reads a tool's arguments as a model wrote them.</summary>
internal static class ArgumentReader
{
    /// <summary>The named texts, in order; or one line that says what is wrong. Never throws.</summary>
    public static bool TryRead(string arguments, string[] names, out string[] values, out string error)
    {
        (values, error) = ([], "");
        try
        {
            using var document = JsonDocument.Parse(arguments);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                error = "The arguments must be a JSON object.";
                return false;
            }

            var read = new List<string>();
            foreach (var name in names)
            {
                if (!document.RootElement.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
                {
                    error = $"The argument \"{name}\" is missing or is not a text.";
                    return false;
                }

                read.Add(value.GetString()!.Trim());
            }

            values = [.. read];
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // The last two: half a surrogate pair, escaped or plain.
            error = "The arguments are not valid JSON.";
            return false;
        }
    }
}
