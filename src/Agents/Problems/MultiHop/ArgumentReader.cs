using System.Text.Json;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>Parses tool arguments written by a model.</summary>
internal static class ArgumentReader
{
    /// <summary>Parses string arguments by name, in order. If that fails, the error is one line. Never throws.</summary>
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
            // An unpaired surrogate, escaped or not, throws the last two.
            error = "The arguments are not valid JSON.";
            return false;
        }
    }
}
