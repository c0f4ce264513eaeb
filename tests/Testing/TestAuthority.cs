using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AgentLoad.Testing;

/// <summary>A certificate authority, with its files in a folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string _folder;
    private readonly string _name;
    private readonly X509Certificate2 _own;

    public TestAuthority(string folder, string name)
    {
        (_folder, _name) = (folder, name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _own = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
        File = Write("ca.pem", _own.ExportCertificatePem());
    }

    /// <summary>File of its own certificate.</summary>
    public string File { get; }

    /// <summary>Issues a certificate for a member of a cluster, or for a Redis on 127.0.0.1.</summary>
    /// <param name="name">Name of the files.</param>
    /// <param name="begin">Days from now on which it begins.</param>
    /// <param name="end">Days from now on which it ends.</param>
    /// <param name="use">The only use it allows (an object identifier), or null for any.</param>
    public (string Certificate, string Key) Issue(string name, int begin = -1, int end = 1, string? use = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        if (use is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        }

        using var issued = request.Create(_own, Now.AddDays(begin), Now.AddDays(end), RandomNumberGenerator.GetBytes(8));
        return (Write($"{name}.pem", issued.ExportCertificatePem()), Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>Options with which a process takes part in the cluster of this authority.</summary>
    public string[] Options(string name)
    {
        var (certificate, key) = Issue(name);
        return ["--tls-cert", certificate, "--tls-key", key, "--tls-ca", File];
    }

    public void Dispose() => _own.Dispose();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, $"{_name}-{name}");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
