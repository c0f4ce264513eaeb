using System.Text;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using Shouldly;

namespace AgentLoad.Inference.Tests.Servers;

/// <summary>A reply as some server or gateway sends it, and the result that a user expects.</summary>
/// <param name="Name">Name of the case.</param>
/// <param name="Api">API of the client.</param>
/// <param name="Pieces">Body, one HTTP chunk per piece.</param>
internal sealed record ServerCase(string Name, ModelApi Api, IReadOnlyList<byte[]> Pieces)
{
    public int Status { get; init; } = 200;

    public string? ContentType { get; init; } = Api is ModelApi.Ollama ? "application/x-ndjson" : "text/event-stream";

    /// <summary>Further header lines, each with its line ending.</summary>
    public string Headers { get; init; } = "";

    public CallOutcome Outcome { get; init; } = CallOutcome.Completed;

    public string Text { get; init; } = WireText.Answer;

    public string Thinking { get; init; } = "";

    public int? Prompt { get; init; } = 50;

    public int? Completion { get; init; } = 7;

    public TokenProvenance Provenance { get; init; } = TokenProvenance.Server;

    /// <summary>Part of the expected error; null if there must be none.</summary>
    public string? Error { get; init; }

    public ToolCall[] ToolCalls { get; init; } = [];

    /// <summary>Response on the wire.</summary>
    public byte[] Response()
    {
        string type = ContentType is null ? "" : $"Content-Type: {ContentType}\r\n";
        string head = $"HTTP/1.1 {Status} Reason\r\n{type}{Headers}Transfer-Encoding: chunked\r\n\r\n";
        return [.. Encoding.UTF8.GetBytes(head), .. Pieces.Where(piece => piece.Length > 0).SelectMany(Recording.Frame), .. "0\r\n\r\n"u8];
    }

    /// <summary>Asserts that a result is the expected one.</summary>
    public void Check(CallResult result)
    {
        result.Outcome.ShouldBe(Outcome, $"{Name}: {result.Error}");
        if (Error is null)
        {
            result.Error.ShouldBeNull(Name);
        }
        else
        {
            result.Error.ShouldNotBeNull(Name).ShouldContain(Error);
            result.Error.ShouldNotContain("cannot be read (");
        }

        result.Text.ShouldBe(Text, Name);
        result.Thinking.ShouldBe(Thinking, Name);
        result.ToolCalls.ShouldBe(ToolCalls, Name);
        (result.PromptTokens, result.CompletionTokens, result.Provenance).ShouldBe((Prompt, Completion, Provenance), Name);
        result.HttpStatus.ShouldBe(Status, Name);
    }

    public override string ToString() => Name;
}
