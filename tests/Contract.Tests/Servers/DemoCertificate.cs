using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Contract.Tests.Servers;

/// <summary>A certificate for this machine's loopback names, created for one test run. Clients trust only this one.</summary>
public sealed class DemoCertificate : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contract-");
    private readonly X509Certificate2 _certificate;

    public DemoCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CsVsBs test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllBytes(Pfx, _certificate.Export(X509ContentType.Pfx));
        File.WriteAllText(Pem, _certificate.ExportCertificatePem());
    }

    /// <summary>The file with the private key, for the servers.</summary>
    public string Pfx => Path.Combine(_folder.FullName, "demo.pfx");

    /// <summary>The file without the key, for example for <c>curl --cacert</c>.</summary>
    public string Pem => Path.Combine(_folder.FullName, "demo.pem");

    /// <summary>A policy that trusts only this certificate.</summary>
    public X509ChainPolicy TrustThisOnly() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { _certificate },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }
}
