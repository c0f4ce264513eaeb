namespace AgentLoad.Client.Tests.Results;

internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("agentload-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
