namespace Benchmarks.Measuring;

/// <summary>The thoroughness of a measurement.</summary>
/// <param name="Rounds">The number of rounds; each measures every server once.</param>
/// <param name="Duration">The length of each measurement.</param>
/// <param name="FirstWarmUp">The minimum warm-up of a new process, in seconds.</param>
/// <param name="NextWarmUp">The minimum warm-up of a process that served another load before, in seconds.</param>
internal sealed record Pace(int Rounds, TimeSpan Duration, int FirstWarmUp, int NextWarmUp);
