using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentLoad.Silo.Hosting;

namespace AgentLoad.Silo.Security;

/// <summary>PEM files that options name.</summary>
internal static class PemFile
{
    /// <summary>The certificates in a file.</summary>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ClusterException">There is no such file, or no certificate in it.</exception>
    public static X509Certificate2Collection Certificates(string option, string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Text(option, path));
        }
        catch (CryptographicException e)
        {
            throw new ClusterException($"{option}: '{path}' holds a certificate that cannot be read: {e.Message}", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new ClusterException($"{option}: '{path}' holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).");
    }

    /// <summary>The text of a file.</summary>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public static string Text(string option, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClusterException($"{option}: there is no file '{path}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException($"{option}: '{path}' cannot be read: {e.Message}", e);
        }
    }
}
