using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Commands.Listing;

/// <summary>Profiles with all their figures, whatever members they have.</summary>
internal static partial class ListedProfiles
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] ExcludedProperties = ["Name", "Source", "Description", "Problem"];

    /// <summary>How shaped agents behave.</summary>
    public static ListedItem Of(BehaviourProfile profile) =>
        new(
            profile.Name,
            profile.Problem is { } problem ? $"Behaviour of shaped agents on {problem}." : "Behaviour of shaped agents on any problem."
        )
        {
            Facts = Facts("behaviour", profile.Source, profile),
        };

    /// <summary>How fast a simulated node works.</summary>
    public static ListedItem Of(NodeProfile profile) =>
        new(profile.Name, $"Simulated node: {profile.Description}.") { Facts = Facts("node", profile.Source, profile) };

    private static Dictionary<string, string> Facts<T>(string kind, string source, T profile)
    {
        var facts = new Dictionary<string, string> { ["kind"] = kind, ["source"] = source };
        foreach (var property in JsonSerializer.SerializeToElement(profile, Json).EnumerateObject())
        {
            if (!ExcludedProperties.Contains(property.Name) && Text(property.Value) is { Length: > 0 } text)
            {
                facts[Words(property.Name)] = text;
            }
        }

        return facts;
    }

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Nested)),
            JsonValueKind.Object => string.Join(
                ", ",
                value
                    .EnumerateObject()
                    .Select(member => $"{(member.Name.Length == 0 ? "otherwise" : Words(member.Name))} {Nested(member.Value)}")
            ),
            _ => value.ToString(),
        };

    private static string Nested(JsonElement value) => value.ValueKind == JsonValueKind.Object ? $"({Text(value)})" : Text(value);

    private static string Words(string name) => Boundary().Replace(name, " ").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();
}
