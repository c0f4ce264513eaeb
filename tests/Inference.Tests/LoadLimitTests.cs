using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Testing;
using Shouldly;

namespace AgentLoad.Inference.Tests;

/// <summary>The time that a server may take to load a model.</summary>
public sealed class LoadLimitTests
{
    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Load_ThatNeverEnds_IsGivenUpAfterFifteenMinutes(ModelApi api)
    {
        var time = new ManualTime();
        var hasArrived = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            hasArrived.SetResult();
            await connection.WaitForCloseAsync();
        });
        using var client = Clients.To(server.Url, api, time: time);
        var load = client.LoadAsync("m", new GenerationOptions(), CancellationToken.None);
        await hasArrived.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMinutes(14.9));
        load.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMinutes(0.1));

        var error = await Should.ThrowAsync<EndpointException>(() => load);
        error.Message.ShouldContain("900 s");
        error.Message.ShouldContain(server.Url);
    }
}
