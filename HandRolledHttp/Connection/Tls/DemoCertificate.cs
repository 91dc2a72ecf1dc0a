using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HandRolledHttp.Connection.Tls;

/// <summary>
/// A certificate for demonstrations on this machine: self-signed, for localhost, 127.0.0.1 and ::1, one year.
/// It is stored in the user's local application data, so that a client that trusts it can keep trusting it.
/// </summary>
/// <remarks>No authority signed it, so browsers show a warning. Real servers use a certificate from an authority.</remarks>
public static class DemoCertificate
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromDays(7);
    private static readonly Lock s_gate = new();
    private static X509Certificate2? s_inMemory;

    /// <summary>
    /// The certificate without its key, for clients that trust a file: <c>curl --cacert PATH https://localhost:8481/</c>. Null if the user
    /// has no such folder; the certificate then lasts as long as the process.
    /// </summary>
    public static string? PemPath => Folder is { } folder ? Path.Combine(folder, "localhost.pem") : null;

    private static string? Folder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
            ? Path.Combine(data, "CsVsBs")
            : null;

    /// <summary>Loads the certificate with its private key, or creates one if it is missing or expires within 7 days.</summary>
    /// <param name="time">The clock for the expiry.</param>
    public static X509Certificate2 LoadOrCreate(TimeProvider time) => LoadOrCreate(Folder, time);

    internal static X509Certificate2 LoadOrCreate(string? folder, TimeProvider time)
    {
        lock (s_gate)
        {
            try
            {
                if (folder is not null)
                    return LoadOrCreateIn(folder, time);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // If the folder is read-only, the server still runs.
            }

            return s_inMemory is not null && IsGood(s_inMemory, time) ? s_inMemory : s_inMemory = Parse(Create(time));
        }
    }

    private static X509Certificate2 LoadOrCreateIn(string folder, TimeProvider time)
    {
        _ = Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "localhost.pfx");
        var certificate = TryLoad(path);
        if (certificate is null || !IsGood(certificate, time))
        {
            File.Delete(path);
            WriteNew(path, Create(time), isPrivate: true);
            certificate = Parse(File.ReadAllBytes(path)); // perhaps another process was first
        }

        var pem = Path.Combine(folder, "localhost.pem");
        var text = certificate.ExportCertificatePem() + "\n";
        if (!File.Exists(pem) || File.ReadAllText(pem) != text)
        {
            File.Delete(pem);
            WriteNew(pem, System.Text.Encoding.ASCII.GetBytes(text), isPrivate: false);
        }

        return certificate;
    }

    private static X509Certificate2? TryLoad(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path)) : null;
        }
        catch (CryptographicException)
        {
            return null; // damaged, or not a certificate: it is replaced
        }
    }

    private static bool IsGood(X509Certificate2 certificate, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return certificate.HasPrivateKey && certificate.NotBefore.ToUniversalTime() <= now && certificate.NotAfter.ToUniversalTime() - now >= s_renewBefore;
    }

    private static byte[] Create(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)); // server authentication

        // Valid a little earlier, because clocks of virtual machines and their hosts differ.
        var begin = time.GetUtcNow() - TimeSpan.FromMinutes(5);
        using var certificate = request.CreateSelfSigned(begin, begin + s_lifetime);
        return certificate.Export(X509ContentType.Pkcs12);
    }

    // Through PKCS #12, because Windows cannot use a key that was never stored.
    private static X509Certificate2 Parse(byte[] pkcs12) => X509CertificateLoader.LoadPkcs12(pkcs12, null);

    /// <summary>Writes a file completely or not at all, and never replaces one that another process has just written.</summary>
    private static void WriteNew(string path, byte[] content, bool isPrivate)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            File.Delete(temporary);
            using (var file = new FileStream(temporary, options))
                file.Write(content);
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its file is equally good.
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
