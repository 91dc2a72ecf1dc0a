namespace Reliability;

/// <summary>
/// The clock of one process, set by others while it runs, as an administrator or a time server sets a machine's. It is libfaketime (Debian:
/// <c>faketime</c>) that makes the process see it; how much time passes (CLOCK_MONOTONIC) stays as it is, as on a real machine.
/// </summary>
internal sealed class SettableClock : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public SettableClock() => Set(TimeSpan.Zero);

    /// <summary>How far it is off.</summary>
    public TimeSpan Offset { get; private set; }

    /// <summary>What it shows.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Offset;

    /// <summary>Gives this clock to a process.</summary>
    public Dictionary<string, string?> Environment => new()
    {
        ["LD_PRELOAD"] = Library(),
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_CACHE_DURATION"] = "1", // seconds until it is looked at again
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };

    /// <summary>Sets it; the process sees that within a second.</summary>
    public void Set(TimeSpan offset)
    {
        Offset = offset;
        var next = _file + ".next";
        File.WriteAllText(next, $"{offset.TotalSeconds:+0;-0}");
        File.Move(next, _file, overwrite: true); // never half written
    }

    public void Dispose() => File.Delete(_file);

    private static string Library() =>
        Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("libfaketime is not installed (Debian: faketime).");
}
