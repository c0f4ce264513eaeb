namespace AgentLoad.Testing;

/// <summary>An empty folder that is removed with the test.</summary>
internal sealed class EmptyFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("agentload-test-").FullName;

    /// <summary>The only run in it.</summary>
    public string OnlyRun => Directory.GetDirectories(System.IO.Path.Combine(Path, "runs")).Single();

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
