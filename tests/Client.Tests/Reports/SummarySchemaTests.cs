using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Reports;

public sealed class SummarySchemaTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Default)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        RespectNullableAnnotations = true,
        WriteIndented = true,
    };

    private static readonly JsonNode Schema = Options.GetJsonSchemaAsNode(typeof(RunSummary));

    /// <summary>Writes the file if AGENTLOAD_WRITE_DOCS is set.</summary>
    [Fact]
    public void Schema_InTheDocs_MatchesTheType()
    {
        var path = Checkout.PathOf("docs/reference/summary.schema.json");
        var text = Schema.ToJsonString(Options) + "\n";
        if (Environment.GetEnvironmentVariable("AGENTLOAD_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).ShouldBe(text);
    }

    [Fact]
    public void Summary_Written_ConformsToTheSchema() =>
        Violations(JsonNode.Parse(RunSummaryJson.Write(Summaries.Summary())), Schema, "$").ShouldBeEmpty();

    [Fact]
    public void Summary_WithInvalidParts_ViolatesTheSchema()
    {
        var json = JsonNode.Parse(RunSummaryJson.Write(Summaries.Summary()))!;
        json["run"]!.AsObject().Remove("seed");
        json["invalid"] = "no list";

        Violations(json, Schema, "$").ShouldBe(["$.run: no seed", "$.invalid: a String"], ignoreOrder: true);
    }

    private static IEnumerable<string> Violations(JsonNode? value, JsonNode schema, string path)
    {
        if (schema is not JsonObject rules)
        {
            yield break;
        }

        if (rules["$ref"] is { } reference)
        {
            foreach (var violation in Violations(value, Resolve(reference.GetValue<string>()), path))
            {
                yield return violation;
            }

            yield break;
        }

        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (
            rules["type"] is { } type
            && !(type is JsonArray many ? many : [type.DeepClone()]).Any(name => Fits(kind, name!.GetValue<string>()))
        )
        {
            yield return $"{path}: a {kind}";
            yield break;
        }

        if (value is JsonObject members)
        {
            foreach (
                var name in (rules["required"]?.AsArray() ?? [])
                    .Select(name => name!.GetValue<string>())
                    .Where(name => !members.ContainsKey(name))
            )
            {
                yield return $"{path}: no {name}";
            }

            foreach (var (name, member) in members)
            {
                if ((rules["properties"]?[name] ?? rules["additionalProperties"]) is not { } rule)
                {
                    yield return $"{path}: unknown {name}";
                }
                else
                {
                    foreach (var violation in Violations(member, rule, $"{path}.{name}"))
                    {
                        yield return violation;
                    }
                }
            }
        }

        if (value is JsonArray items && rules["items"] is { } item)
        {
            foreach (var violation in items.SelectMany((element, i) => Violations(element, item, $"{path}[{i}]")))
            {
                yield return violation;
            }
        }
    }

    private static JsonNode Resolve(string reference) =>
        reference
            .TrimStart('#')
            .Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(Schema, (node, part) => node is JsonArray list ? list[int.Parse(part)]! : node[part]!);

    private static bool Fits(JsonValueKind kind, string type) =>
        type switch
        {
            "object" => kind is JsonValueKind.Object,
            "array" => kind is JsonValueKind.Array,
            "string" => kind is JsonValueKind.String,
            "integer" or "number" => kind is JsonValueKind.Number,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "null" => kind is JsonValueKind.Null,
            _ => false,
        };
}
