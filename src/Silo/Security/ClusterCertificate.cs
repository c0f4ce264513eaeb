using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentLoad.Silo.Hosting;
using Orleans.Connections.Security;

namespace AgentLoad.Silo.Security;

/// <summary>
/// The certificate that a process presents to its cluster. It accepts every peer with a certificate of the cluster's
/// authority. Names in certificates are not checked, since the addresses of silos change.
/// </summary>
internal sealed class ClusterCertificate
{
    private readonly X509Certificate2Collection _authorities;

    private ClusterCertificate(X509Certificate2 own, X509Certificate2Collection authorities) => (Own, _authorities) = (own, authorities);

    /// <summary>The certificate of this process, with its private key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>What names the authority: the SHA-256 of its certificate, in hexadecimal.</summary>
    public string Authority => _authorities[0].GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Reads the files that the options name. Null if none is given.</summary>
    /// <param name="certificate">File of <c>--tls-cert</c>.</param>
    /// <param name="key">File of <c>--tls-key</c>.</param>
    /// <param name="authority">File of <c>--tls-ca</c>; may hold intermediate certificates after that of the authority.</param>
    /// <param name="now">The time, for certificates that have expired.</param>
    /// <exception cref="ClusterException">A file cannot be used. The message names the file and the reason.</exception>
    public static ClusterCertificate? Load(string? certificate, string? key, string? authority, DateTimeOffset now)
    {
        if (certificate is null && key is null && authority is null)
        {
            return null;
        }

        if (certificate is null || key is null || authority is null)
        {
            throw new ClusterException("--tls-cert, --tls-key and --tls-ca go together: TLS between silos and clients takes all three.");
        }

        var authorities = PemFile.Certificates("--tls-ca", authority);
        var loaded = new ClusterCertificate(WithKey(PemFile.Certificates("--tls-cert", certificate)[0], key), authorities);
        CheckTimes("--tls-ca", authority, authorities[0], now);
        CheckTimes("--tls-cert", certificate, loaded.Own, now);
        return !loaded.Trusts(loaded.Own)
                ? throw new ClusterException($"--tls-cert: '{certificate}' was not issued by the authority in '{authority}' (--tls-ca).")
            : !MayBeServerAndClient(loaded.Own)
                ? throw new ClusterException(
                    $"--tls-cert: '{certificate}' is restricted to other uses; it must allow serverAuth and clientAuth (extended key "
                        + "usage), or not restrict its use."
                )
            : loaded;
    }

    /// <summary>True for certificates that the cluster's authority issued and that are valid now.</summary>
    public bool Trusts(X509Certificate2 other)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(other);
    }

    /// <summary>Accepts and opens only connections with a certificate of the authority.</summary>
    internal void Configure(TlsOptions options)
    {
        options.LocalCertificate = Own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => Trusts(certificate);
        options.OnAuthenticateAsClient = static (_, client) => client.TargetHost = ClusterNames.Service;
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, string file)
    {
        var text = PemFile.Text("--tls-key", file);
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new ClusterException($"--tls-key: '{file}' holds no private key in PEM form (-----BEGIN PRIVATE KEY-----).");
        }

        if (text.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new ClusterException(
                $"--tls-key: the private key in '{file}' is encrypted; give one without a passphrase that only this user can read."
            );
        }

        try
        {
            using var own = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), text);

            // Some systems take no key in TLS that never was in a store of theirs.
            return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ClusterException($"--tls-key: the private key in '{file}' is not that of the certificate (--tls-cert).", e);
        }
    }

    private static void CheckTimes(string option, string file, X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now > certificate.NotAfter)
        {
            throw new ClusterException(
                $"{option}: the certificate in '{file}' expired on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC."
            );
        }

        if (now < certificate.NotBefore)
        {
            throw new ClusterException(
                $"{option}: the certificate in '{file}' is valid only from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC."
            );
        }
    }

    private static bool MayBeServerAndClient(X509Certificate2 certificate) =>
        certificate
            .Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .All(uses =>
                uses.EnhancedKeyUsages["1.3.6.1.5.5.7.3.1"] is not null && uses.EnhancedKeyUsages["1.3.6.1.5.5.7.3.2"] is not null
            );
}
