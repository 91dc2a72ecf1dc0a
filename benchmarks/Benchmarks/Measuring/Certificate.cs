using HandRolledHttp.Connection.Tls;

namespace Benchmarks.Measuring;

/// <summary>The demo certificate of this repository, for all servers; null if the user has no folder for it.</summary>
internal static class Certificate
{
    /// <summary>The file with the private key.</summary>
    public static string? Pfx => Path.ChangeExtension(Pem, "pfx");

    /// <summary>The file without the key, for clients that trust it.</summary>
    public static string? Pem
    {
        get
        {
            using var certificate = DemoCertificate.LoadOrCreate(TimeProvider.System); // creates the certificate if it is missing
            return DemoCertificate.PemPath;
        }
    }
}
