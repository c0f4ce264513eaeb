using System.Text;
using System.Text.Json.Nodes;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Inference.Tests.Servers;
using CsCheck;
using Shouldly;

namespace AgentLoad.Inference.Tests;

/// <summary>Replies that are cut at arbitrary bytes, and replies with missing, reordered and swapped fields.</summary>
public sealed class MutatedReplyTests
{
    private static readonly ServerCase[] Good =
    [
        .. FramingCases.All.Concat(EncodingCases.All).Concat(OllamaCases.All).Concat(ToolCallCases.All).Where(s => Size(s) < 20_000),
    ];

    // The arguments of this case are an object, so another order is another text.
    private static readonly ServerCase[] Tools = [.. ToolCallCases.All.Where(s => s.Name != "arguments as object")];

    private static readonly JsonNode?[] Others =
    [
        null,
        "",
        "x",
        0,
        -1,
        1e300,
        true,
        new JsonArray(),
        new JsonArray("x", null),
        new JsonObject(),
        new JsonObject { ["message"] = "x" },
    ];

    [Fact]
    public void Reply_CutAnywhere_HasTheSameResult() =>
        Gen.Select(Gen.Int[0, Good.Length - 1].Select(i => Good[i]), Gen.Int[1, 64].Array[1, 12])
            .Sample(
                (server, lengths) =>
                    Read(server.Api, server.Pieces.SelectMany(p => p).ToArray(), lengths)
                        .ShouldBe(Read(server.Api, server.Pieces.SelectMany(p => p).ToArray(), [int.MaxValue])),
                iter: 400
            );

    [Fact]
    public void Reply_WithFieldsInAnotherOrder_HasTheSameResult() =>
        Gen.Select(Gen.Int[0, Tools.Length - 1].Select(i => Tools[i]), Gen.Int)
            .Sample(
                (server, seed) =>
                {
                    var random = new Random(seed);
                    byte[] body = Mutated(server, node => Reordered(node, random));
                    Read(server.Api, body, [int.MaxValue])
                        .ShouldBe(Read(server.Api, [.. server.Pieces.SelectMany(p => p)], [int.MaxValue]));
                },
                iter: 300
            );

    [Fact]
    public void Reply_WithMissingAndSwappedFields_IsAlwaysAResult() =>
        Gen.Select(Gen.Int[0, Good.Length - 1].Select(i => Good[i]), Gen.Int)
            .Sample(
                (server, seed) =>
                {
                    var random = new Random(seed);
                    string result = Read(server.Api, Mutated(server, node => Damaged(node, random)), [random.Next(1, 100)]);
                    result.ShouldNotContain("cannot be read (");
                },
                iter: 2000
            );

    private static int Size(ServerCase server) => server.Pieces.Sum(piece => piece.Length);

    private static string Read(ModelApi api, byte[] body, int[] lengths)
    {
        var result = Clients.ReadAsync(api, Pieces(body, lengths)).GetAwaiter().GetResult();
        return $"{result.Outcome} {result.Error} {result.Text} {result.Thinking} {string.Join(", ", result.ToolCalls)} "
            + $"{result.PromptTokens} {result.CompletionTokens} {result.CachedTokens} {result.Provenance}";
    }

    private static IEnumerable<byte[]> Pieces(byte[] body, int[] lengths)
    {
        for (int at = 0, i = 0; at < body.Length; i++)
        {
            int length = Math.Min(lengths[i % lengths.Length], body.Length - at);
            yield return body[at..(at + length)];
            at += length;
        }
    }

    // Changes every JSON object in the lines of a reply.
    private static byte[] Mutated(ServerCase server, Func<JsonNode?, JsonNode?> change)
    {
        string text = Encoding.UTF8.GetString([.. server.Pieces.SelectMany(p => p)]);
        return Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                text.Split('\n')
                    .Select(line =>
                    {
                        int start = line.IndexOf('{');
                        try
                        {
                            return start < 0 ? line : line[..start] + (change(JsonNode.Parse(line[start..]))?.ToJsonString() ?? "null");
                        }
                        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
                        {
                            return line;
                        }
                    })
            )
        );
    }

    private static JsonNode? Reordered(JsonNode? node, Random random) =>
        node switch
        {
            JsonObject o => new JsonObject(
                o.OrderBy(_ => random.Next()).Select(p => KeyValuePair.Create(p.Key, Reordered(p.Value, random)))
            ),
            JsonArray a => new JsonArray([.. a.Select(item => Reordered(item, random))]),
            _ => node?.DeepClone(),
        };

    private static JsonNode? Damaged(JsonNode? node, Random random)
    {
        if (random.Next(12) == 0)
        {
            return Others[random.Next(Others.Length)]?.DeepClone();
        }

        return node switch
        {
            JsonObject o => new JsonObject(
                o.Where(_ => random.Next(12) > 0).Select(p => KeyValuePair.Create(p.Key, Damaged(p.Value, random)))
            ),
            JsonArray a => new JsonArray([.. a.Select(item => Damaged(item, random))]),
            _ => node?.DeepClone(),
        };
    }
}
