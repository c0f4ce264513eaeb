using System.Security.Cryptography;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Security;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>Certificates that cannot work are told apart at the start.</summary>
public sealed class ClusterCertificateTests : IDisposable
{
    private const string ServerOnly = "1.3.6.1.5.5.7.3.1";

    private readonly EmptyFolder _folder = new();
    private readonly TestAuthority _ours;
    private readonly TestAuthority _theirs;

    public ClusterCertificateTests() =>
        (_ours, _theirs) = (new TestAuthority(_folder.Path, "ours"), new TestAuthority(_folder.Path, "theirs"));

    [Fact]
    public void Load_CertificateOfTheAuthority_TrustsItsOwnAndNoOthers()
    {
        var (certificate, key) = _ours.Issue("alpha");
        var (other, otherKey) = _theirs.Issue("mallory");

        var loaded = ClusterCertificate.Load(certificate, key, _ours.File, TimeProvider.System.GetUtcNow())!;

        loaded.Own.HasPrivateKey.ShouldBeTrue();
        loaded.Trusts(loaded.Own).ShouldBeTrue();
        loaded.Trusts(ClusterCertificate.Load(other, otherKey, _theirs.File, TimeProvider.System.GetUtcNow())!.Own).ShouldBeFalse();
        ClusterCertificate.Load(null, null, null, TimeProvider.System.GetUtcNow()).ShouldBeNull();
    }

    [Fact]
    public void Load_FilesThatCannotWork_SaysWhichAndWhy()
    {
        var (good, key) = _ours.Issue("good");
        var (_, otherKey) = _ours.Issue("other");
        var (expired, expiredKey) = _ours.Issue("expired", begin: -9, end: -2);
        var (early, earlyKey) = _ours.Issue("early", begin: 2, end: 9);
        var (foreign, foreignKey) = _theirs.Issue("foreign");
        var (server, serverKey) = _ours.Issue("server", use: ServerOnly);
        var empty = _folder.Write("empty.pem", "nothing");
        var broken = _folder.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        using var secret = ECDsa.Create();
        var locked = _folder.Write(
            "locked.key",
            secret.ExportEncryptedPkcs8PrivateKeyPem(
                "words",
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
            )
        );

        Says("go together", good, key, null);
        Says("--tls-cert: there is no file", "nowhere.pem", key, _ours.File);
        Says("--tls-key: there is no file", good, "nowhere.key", _ours.File);
        Says("--tls-ca: there is no file", good, key, "nowhere.pem");
        Says("cannot be read", _folder.Path, key, _ours.File);
        Says("holds no certificate", empty, key, _ours.File);
        Says("--tls-cert", broken, key, _ours.File);
        Says("holds no private key", good, good, _ours.File);
        Says("is encrypted", good, locked, _ours.File);
        Says("is not that of the certificate", good, otherKey, _ours.File);
        Says("expired on", expired, expiredKey, _ours.File);
        Says("valid only from", early, earlyKey, _ours.File);
        Says("was not issued by the authority", foreign, foreignKey, _ours.File);
        Says("clientAuth", server, serverKey, _ours.File);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _folder.Dispose();
    }

    private static void Says(string text, string? certificate, string? key, string? authority) =>
        Should
            .Throw<ClusterException>(() => ClusterCertificate.Load(certificate, key, authority, TimeProvider.System.GetUtcNow()))
            .Message.ShouldContain(text);
}
