using System.Diagnostics;

namespace Reliability;

internal static class Signal
{
    public static async Task SendAsync(int process, string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {process}"]);
        await kill.WaitForExitAsync();
    }
}
