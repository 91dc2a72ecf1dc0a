namespace Benchmarks.Measuring;

/// <summary>How thoroughly to measure.</summary>
/// <param name="Rounds">How often everything is measured, in turn.</param>
/// <param name="Duration">Of each measurement.</param>
/// <param name="FirstWarmUp">Seconds at least, for a process that has just started.</param>
/// <param name="NextWarmUp">Seconds at least, for one that has been under another load.</param>
internal sealed record Pace(int Rounds, TimeSpan Duration, int FirstWarmUp, int NextWarmUp);
