using BenchmarkDotNet.Running;

namespace MicroBenchmarks;

/// <summary>Measures what has no socket in it: <c>dotnet run -c Release --project benchmarks/Micro</c>.</summary>
public static class Program
{
    /// <summary>BenchmarkDotNet's own options apply, for example <c>--job short</c>.</summary>
    public static void Main(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).RunAll(args: args);
}
