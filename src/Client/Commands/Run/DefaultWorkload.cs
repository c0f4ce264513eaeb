namespace AgentLoad.Client.Commands.Run;

/// <summary>What <c>agentload run</c> does without a file: <c>examples/quickstart.yaml</c>, embedded in the command.</summary>
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
