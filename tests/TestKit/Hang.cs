namespace TestKit;

/// <summary>
/// How long a test waits before it fails instead of hanging. No verdict depends on it: it only ends a wait for an event that never comes.
/// </summary>
public static class Hang
{
    /// <summary>Three minutes: longer than any step on a machine whose processors have thirty times as much work as they can do.</summary>
    public static TimeSpan Guard { get; } = TimeSpan.FromMinutes(3);
}
