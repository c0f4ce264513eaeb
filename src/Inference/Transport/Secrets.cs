namespace AgentLoad.Inference.Transport;

/// <summary>Removes keys and passwords from names, errors and saved data.</summary>
internal static class Secrets
{
    /// <summary>Replacement for a secret.</summary>
    public const string Mask = "***";

    /// <summary>Returns the text with every occurrence of a secret masked. Empty secrets are ignored.</summary>
    /// <param name="text">Text of unknown origin, for example the body of an error response.</param>
    /// <param name="secrets">Secrets to mask.</param>
    public static string Redact(string text, IEnumerable<string?> secrets)
    {
        // Longest first, so that a secret that contains another secret is masked completely.
        foreach (string secret in secrets.OfType<string>().Where(s => s.Length > 0).OrderByDescending(s => s.Length))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }
}
