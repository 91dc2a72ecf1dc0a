using BenchmarkDotNet.Running;

namespace ParserBenchmarks;

/// <summary>Runs the parser alone: <c>dotnet run -c Release --project benchmarks/Parser</c>.</summary>
public static class Program
{
    /// <summary>BenchmarkDotNet's own options apply, for example <c>--job short</c>.</summary>
    public static void Main(string[] args) => BenchmarkRunner.Run<HeadBenchmarks>(args: args);
}
