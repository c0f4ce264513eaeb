using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Datasets.Answers;

/// <summary>
/// The answer is the last JSON object or array of the reply and equals the expected one; the order of keys and the notation of numbers are
/// ignored.
/// </summary>
internal sealed class JsonCheck : AnswerCheck
{
    private const int MaxStarts = 500;

    /// <inheritdoc/>
    public override string Form => "<JSON on one line>";

    /// <inheritdoc/>
    public override string? Expect(string text) => Read(text);

    /// <inheritdoc/>
    public override string? Read(string reply)
    {
        var text = Reasoning.Split(reply).Text;
        string? last = null;
        var at = 0;
        for (var starts = 0; starts < MaxStarts && at < text.Length; starts++)
        {
            var next = text.AsSpan(at).IndexOfAny('{', '[');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (JsonReading.TryRead(text, at, out var value, out var end))
            {
                last = Normalize(value)?.ToJsonString() ?? last;
                at = end;
            }
            else
            {
                at++;
            }
        }

        return last;
    }

    /// <inheritdoc/>
    public override bool IsCorrect(string answer, string expected) => Read(answer) == expected;

    /// <inheritdoc/>
    public override string Wrong(string expected, Random random) => new JsonObject { ["wrong"] = random.Next(1, 1000) }.ToJsonString();

    private static JsonNode? Normalize(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => new JsonObject(
                value
                    .EnumerateObject()
                    .DistinctBy(property => property.Name, StringComparer.Ordinal)
                    .OrderBy(property => property.Name, StringComparer.Ordinal)
                    .Select(property => KeyValuePair.Create(property.Name, Normalize(property.Value)))
            ),
            JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Normalize)]),
            JsonValueKind.Number when value.TryGetDecimal(out var number) => JsonValue.Create(
                decimal.Parse(number.ToString("0.############################", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            ),
            JsonValueKind.Null => null,
            _ => JsonNode.Parse(value.GetRawText()),
        };
}
