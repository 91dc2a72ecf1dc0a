using System.Globalization;

namespace Reliability;

/// <summary>The resources of a process, from Linux's <c>/proc</c>.</summary>
/// <param name="Descriptors">Open files and sockets, without loaded code.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Memory">Resident memory in bytes.</param>
internal sealed record Usage(int Descriptors, int Threads, long Memory)
{
    private const double ClockTicks = 100; // per second; the same on every Linux that .NET supports (sysconf(_SC_CLK_TCK))

    /// <exception cref="ProcessEndedException">The process has ended. All methods that read <c>/proc</c> throw it.</exception>
    public static Usage Of(int process) => Look(process, () =>
    {
        // Without loaded code, which the runtime keeps open: a request may be the first to need an assembly, which is not a leak. Symbol files
        // count: the runtime opens them for the stack trace of an unexpected exception.
        var descriptors = Directory.EnumerateFiles($"/proc/{process}/fd").Count(descriptor => !Target(descriptor).EndsWith(".dll", StringComparison.Ordinal));
        return new Usage(descriptors, (int)Status(process, "Threads:"), Status(process, "VmRSS:") * 1024);
    });

    /// <summary>Whether a process is running; a zombie is not.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits for the end of a process, up to a limit.</summary>
    /// <returns>Whether it has ended.</returns>
    public static Task<bool> EndsAsync(int process, TimeSpan patience) => Exchange.SettleAsync(() => !IsAlive(process), ended => ended, patience);

    /// <summary>Resets the peak of the memory.</summary>
    public static void ForgetPeak(int process) => Look(process, () =>
    {
        File.WriteAllText($"/proc/{process}/clear_refs", "5");
        return true;
    });

    /// <summary>The peak of the resident memory since the reset.</summary>
    public static long Peak(int process) => Look(process, () => Status(process, "VmHWM:") * 1024);

    /// <summary>Processor time used so far, in seconds.</summary>
    public static double Cpu(int process)
    {
        // proc(5): fields 14 and 15, counted after the name in brackets, which may contain any character.
        var stat = Look(process, () => File.ReadAllText($"/proc/{process}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / ClockTicks;
    }

    /// <summary>The target of a descriptor: a path, or <c>socket:[inode]</c>; empty if it was closed meanwhile.</summary>
    public static string Target(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Reads a value under <c>/proc</c> of a process.</summary>
    public static T Look<T>(int process, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException && !IsAlive(process))
        {
            throw new ProcessEndedException(process, e); // when opened, or between two lines of an open file
        }
    }

    private static long Status(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}

/// <summary>The process that was read has ended.</summary>
/// <param name="process">The process id.</param>
/// <param name="inner">The failed read.</param>
internal sealed class ProcessEndedException(int process, Exception inner) : Exception($"Process {process} has ended.", inner);
