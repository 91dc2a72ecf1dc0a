using System.Globalization;

namespace Reliability;

/// <summary>What a process holds, as Linux tells under <c>/proc</c>.</summary>
/// <param name="Descriptors">Open files and sockets, but for loaded code.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Memory">Resident bytes.</param>
internal sealed record Usage(int Descriptors, int Threads, long Memory)
{
    private const double ClockTicks = 100; // a second; the same on every Linux that .NET runs on (sysconf(_SC_CLK_TCK))

    /// <exception cref="ProcessEndedException">There is no such process any more. All that looks under <c>/proc</c> throws it.</exception>
    public static Usage Of(int process) => Look(process, () =>
    {
        // Not those of loaded code, which the runtime keeps open: a request may be the first to need an assembly, and that is no leak. Symbols count:
        // they are opened for the stack trace of an exception that nobody expected.
        var descriptors = Directory.EnumerateFiles($"/proc/{process}/fd").Count(descriptor => !Target(descriptor).EndsWith(".dll", StringComparison.Ordinal));
        return new Usage(descriptors, (int)Status(process, "Threads:"), Status(process, "VmRSS:") * 1024);
    });

    /// <summary>Whether there still is such a process; one that has ended and was not waited for yet (a zombie) is none.</summary>
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

    /// <summary>Waits for the end of a process, no longer than this.</summary>
    /// <returns>Whether it has ended.</returns>
    public static Task<bool> EndsAsync(int process, TimeSpan patience) => Exchange.SettleAsync(() => !IsAlive(process), ended => ended, patience);

    /// <summary>From now on the peak is counted anew.</summary>
    public static void ForgetPeak(int process) => Look(process, () =>
    {
        File.WriteAllText($"/proc/{process}/clear_refs", "5");
        return true;
    });

    /// <summary>The most that was resident since.</summary>
    public static long Peak(int process) => Look(process, () => Status(process, "VmHWM:") * 1024);

    /// <summary>Processor time used so far, in seconds.</summary>
    public static double Cpu(int process)
    {
        // proc(5): fields 14 and 15, counted behind the name, which may contain anything, in brackets.
        var stat = Look(process, () => File.ReadAllText($"/proc/{process}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / ClockTicks;
    }

    /// <summary>What a descriptor stands for: a path, or <c>socket:[inode]</c>; empty when it was closed meanwhile.</summary>
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

    /// <summary>Looks at something under <c>/proc</c> of a process.</summary>
    public static T Look<T>(int process, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException && !IsAlive(process))
        {
            throw new ProcessEndedException(process, e); // at once, or between two lines of a file that was open
        }
    }

    private static long Status(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}

/// <summary>The process that was looked at has ended.</summary>
/// <param name="process">Its id.</param>
/// <param name="inner">How that showed.</param>
internal sealed class ProcessEndedException(int process, Exception inner) : Exception($"Process {process} has ended.", inner);
