namespace AgentLoad.Agents.Tests.Replies;

/// <summary>Replies in the forms that models of different families write, with the value that each must read as.</summary>
internal static class Corpus
{
    /// <summary>
    /// Reads a file: a line ">>> kind value" starts a reply, which extends to the next one. Lines with # before are comments.
    /// </summary>
    public static IEnumerable<(string Kind, string Value, string Reply)> Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Replies", "Corpus", name)).ReplaceLineEndings("\n");
        foreach (var part in text.Split("\n>>> ").Skip(1))
        {
            var lines = part.Split('\n', 2);
            var head = lines[0].Split(' ', 2);
            yield return (head[0], head[1], lines.Length > 1 ? lines[1].TrimEnd('\n') : "");
        }
    }
}
