namespace AgentLoad.Client.Commands.Run;

/// <summary>The default workload of <c>agentload run</c>: <c>examples/quickstart.yaml</c>, embedded as a resource.</summary>
internal static class DefaultWorkload
{
    private static readonly Lazy<string> Embedded = new(() =>
    {
        using var reader = new StreamReader(typeof(DefaultWorkload).Assembly.GetManifestResourceStream("quickstart.yaml")!);
        return reader.ReadToEnd();
    });

    /// <summary>The workload's YAML.</summary>
    public static string Text => Embedded.Value;
}
