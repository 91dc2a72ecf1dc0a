using System.Security.Cryptography.X509Certificates;
using HandRolledHttp.Connection.Tls;
using Microsoft.Extensions.Time.Testing;

namespace HandRolledHttp.Tests.Connection.Tls;

public sealed class DemoCertificateTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("csvsbs-").FullName, "not", "there", "yet");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    private string Pfx => Path.Combine(_folder, "localhost.pfx");

    private string Pem => Path.Combine(_folder, "localhost.pem");

    public void Dispose() => Directory.Delete(Path.GetFullPath(Path.Combine(_folder, "..", "..", "..")), recursive: true);

    [Fact]
    public void Is_for_this_machine_alone_and_for_a_year()
    {
        using var certificate = DemoCertificate.LoadOrCreate(_folder, _time);

        Assert.True(certificate.HasPrivateKey);
        Assert.All(["localhost", "127.0.0.1", "::1"], (string name) => Assert.True(certificate.MatchesHostname(name, allowCommonName: false), name));
        Assert.False(certificate.MatchesHostname("example.com"));
        Assert.Equal(365, (certificate.NotAfter - certificate.NotBefore).TotalDays, precision: 0);
    }

    [Fact]
    public void Stays_the_same_as_long_as_it_is_good()
    {
        using var first = DemoCertificate.LoadOrCreate(_folder, _time);
        _time.Advance(TimeSpan.FromDays(357));
        using var second = DemoCertificate.LoadOrCreate(_folder, _time);

        Assert.Equal(first.Thumbprint, second.Thumbprint);
    }

    [Fact]
    public void Is_renewed_in_its_last_week()
    {
        using var first = DemoCertificate.LoadOrCreate(_folder, _time);
        _time.Advance(TimeSpan.FromDays(359));
        using var second = DemoCertificate.LoadOrCreate(_folder, _time);

        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
        Assert.True(second.NotAfter.ToUniversalTime() > _time.GetUtcNow().AddDays(364));
        Assert.Equal(second.ExportCertificatePem() + "\n", File.ReadAllText(Pem));
    }

    [Fact]
    public void Its_key_is_for_its_owner_and_its_PEM_has_no_key()
    {
        using var certificate = DemoCertificate.LoadOrCreate(_folder, _time);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Pfx));
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(Pem), StringComparison.Ordinal);
        using var trusted = X509CertificateLoader.LoadCertificateFromFile(Pem);
        Assert.Equal(certificate.Thumbprint, trusted.Thumbprint);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void A_damaged_file_is_replaced()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Pfx, "not a certificate");
        File.WriteAllText(Pem, "not a certificate either");
        using var certificate = DemoCertificate.LoadOrCreate(_folder, _time);
        using var again = DemoCertificate.LoadOrCreate(_folder, _time);

        Assert.Equal(certificate.Thumbprint, again.Thumbprint);
        Assert.Equal(certificate.ExportCertificatePem() + "\n", File.ReadAllText(Pem));
    }

    [Fact]
    public void Without_a_folder_it_lives_as_long_as_the_process()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        // Two servers of one process must get the same certificate; otherwise it would not be enough to trust one.
        var first = DemoCertificate.LoadOrCreate(folder: null, _time);
        var second = DemoCertificate.LoadOrCreate(Path.Combine(_folder, "file", "cannot be a folder"), _time);

        Assert.Equal(first.Thumbprint, second.Thumbprint);
    }
}
