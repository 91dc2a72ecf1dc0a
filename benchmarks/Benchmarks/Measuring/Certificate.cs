using HandRolledHttp.Connection.Tls;

namespace Benchmarks.Measuring;

/// <summary>The demo certificate of this repository, for every server alike; null where the user has no folder to keep it in.</summary>
internal static class Certificate
{
    /// <summary>The file with its key.</summary>
    public static string? Pfx => Path.ChangeExtension(Pem, "pfx");

    /// <summary>The file without, to be trusted.</summary>
    public static string? Pem
    {
        get
        {
            using var certificate = DemoCertificate.LoadOrCreate(TimeProvider.System); // so that there is one
            return DemoCertificate.PemPath;
        }
    }
}
