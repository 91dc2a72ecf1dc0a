using BenchmarkDotNet.Running;

namespace MicroBenchmarks;

/// <summary>Measures code without a socket: <c>dotnet run -c Release --project benchmarks/Micro</c>.</summary>
public static class Program
{
    /// <summary>
    /// BenchmarkDotNet's own options apply, for example <c>--job short</c>. <c>paired</c> compares the parsers on a busy machine.
    /// </summary>
    public static void Main(string[] args)
    {
        if (args is ["paired"])
            PairedHeads.Run();
        else
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).RunAll(args: args);
    }
}
