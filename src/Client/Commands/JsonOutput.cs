using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AgentLoad.Client.Commands;

/// <summary>Prints results of commands as JSON (<c>--json</c>). Their schema is docs/reference/commands.schema.json.</summary>
internal static class JsonOutput
{
    /// <summary>How results are written.</summary>
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectNullableAnnotations = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };

    /// <summary>Writes a result to standard output.</summary>
    public static void Write<T>(T result) => Console.WriteLine(JsonSerializer.Serialize(result, Options));
}
