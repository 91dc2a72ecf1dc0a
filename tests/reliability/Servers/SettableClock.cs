namespace Reliability;

/// <summary>
/// The clock of one process, which the test sets while the process runs, as an administrator or a time server sets a machine's. libfaketime
/// (Debian: <c>faketime</c>) changes the clock for the process; CLOCK_MONOTONIC stays unchanged, as on a real machine.
/// </summary>
internal sealed class SettableClock : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public SettableClock() => Set(TimeSpan.Zero);

    /// <summary>The difference from the real time.</summary>
    public TimeSpan Offset { get; private set; }

    /// <summary>The time of the clock.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Offset;

    /// <summary>The variables that give a process this clock.</summary>
    public Dictionary<string, string?> Environment => new()
    {
        ["LD_PRELOAD"] = Library(),
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_CACHE_DURATION"] = "1", // seconds between two readings
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };

    /// <summary>Sets the clock; the process notices it within a second.</summary>
    public void Set(TimeSpan offset)
    {
        Offset = offset;
        var next = _file + ".next";
        File.WriteAllText(next, $"{offset.TotalSeconds:+0;-0}");
        File.Move(next, _file, overwrite: true); // never half written
    }

    public void Dispose() => File.Delete(_file);

    private static string Library() =>
        Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("libfaketime is not installed (Debian: faketime).");
}
