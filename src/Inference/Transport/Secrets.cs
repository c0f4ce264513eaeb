namespace AgentLoad.Inference.Transport;

/// <summary>Keeps keys and passwords out of names, errors and everything saved.</summary>
public static class Secrets
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    /// <summary>The text with every occurrence of a secret masked; empty secrets are ignored.</summary>
    /// <param name="text">Text of unknown origin, for example a server's error body.</param>
    /// <param name="secrets">What must not appear in it.</param>
    public static string Redact(string text, IEnumerable<string?> secrets)
    {
        // Longest first: a secret that is part of another must not leave the other's rest behind.
        foreach (string secret in secrets.OfType<string>().Where(s => s.Length > 0).OrderByDescending(s => s.Length))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }
}
