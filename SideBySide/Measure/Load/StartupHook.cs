using SideBySide.Measure.Load;

/// <summary>
/// .NET calls this in a process before its own Main when <c>DOTNET_STARTUP_HOOKS</c> names this assembly; it demands this very name,
/// outside of any namespace. So a server can be asked from outside what only it knows, and has no line of code for it.
/// </summary>
#pragma warning disable CA1050 // Declare types in namespaces
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(UsageProbe.PipeVariable) is { Length: > 0 } pipe)
            new Thread(() => UsageProbe.Testify(pipe)) { IsBackground = true, Name = nameof(UsageProbe) }.Start();
    }
}
