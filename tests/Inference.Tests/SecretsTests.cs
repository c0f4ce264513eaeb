using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Inference.Transport;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Keys and passwords do not appear in results and errors.</summary>
public sealed class SecretsTests
{
    private const string Key = "sk-very-secret-7";

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Key_EchoedByTheServer_IsMaskedEverywhere(ModelApi api)
    {
        await using var server = RawServer.Answering(r =>
            Reply(401, $$$"""{"error":{"message":"bad key {{{r.Header("Authorization")}}}"}}""")
        );
        using var client = Clients.To(server.Url, api, Key);
        var result = await client.CallAsync(Clients.Request, CancellationToken.None);
        result.Error.ShouldBe("HTTP 401: bad key Bearer ***");
        string problem = (await Should.ThrowAsync<EndpointException>(() => client.InspectAsync("m", CancellationToken.None))).ToString();
        problem.ShouldContain(Secrets.Mask);
        problem.ShouldNotContain(Key);
        (await Should.ThrowAsync<EndpointException>(() => client.LoadAsync("m", new(), CancellationToken.None)))
            .ToString()
            .ShouldNotContain(Key);
    }

    [Fact]
    public async Task UserInfo_IsSentAsBasicAuthorizationAndMasked()
    {
        string? authorization = null;
        await using var server = RawServer.Answering(r =>
        {
            authorization = r.Header("Authorization");
            return Reply(400, $$"""{"error":"user ann password s3cr:et {{authorization}}"}""");
        });
        var options = new EndpointOptions(server.Url.Replace("http://", "http://ann:s3cr%3Aet@") + "/?token=abc", ModelApi.Ollama, Key);
        options.ToString().ShouldBe($"Ollama at {server.Url} (key ***)");
        using var client = ModelClients.Create(options with { ApiKey = null }, TimeProvider.System);
        var result = await client.CallAsync(Clients.Request, CancellationToken.None);
        authorization.ShouldBe("Basic " + Convert.ToBase64String("ann:s3cr:et"u8));
        result.Endpoint.ShouldBe(server.Url);
        result.Error.ShouldBe("HTTP 400: user ann password *** Basic ***");
    }

    [Fact]
    public void Redact_OverlappingSecrets_MasksAll() =>
        Secrets.Redact("abcdef abc def", ["abc", "abcdef", "", null]).ShouldBe("*** *** def");
}
