namespace TestKit;

/// <summary>
/// How long a test waits before it fails instead of hanging. No verdict depends on it: it only ends a wait for an event that never comes.
/// </summary>
public static class Hang
{
    /// <summary>One minute: long enough for any step on a busy machine.</summary>
    public static TimeSpan Guard { get; } = TimeSpan.FromSeconds(60);
}
