using SideBySide.Measure.Load;

/// <summary>
/// .NET calls this before a process's Main if <c>DOTNET_STARTUP_HOOKS</c> names this assembly; it requires this name outside of any
/// namespace. So a server can be queried for its own usage without a line of code in it.
/// </summary>
#pragma warning disable CA1050 // Declare types in namespaces
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(UsageProbe.PipeVariable) is { Length: > 0 } pipe)
            new Thread(() => UsageProbe.Report(pipe)) { IsBackground = true, Name = nameof(UsageProbe) }.Start();
    }
}
