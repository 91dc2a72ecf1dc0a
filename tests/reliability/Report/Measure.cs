using System.Globalization;
using SideBySide.Language;

namespace Reliability;

/// <summary>One figure of a fault on one server.</summary>
/// <param name="What">The quantity and its unit.</param>
/// <param name="Value">The value.</param>
/// <param name="Least">The minimum.</param>
/// <param name="Most">The maximum.</param>
internal sealed record Measure(LocalizedText What, double Value, double Least = double.NegativeInfinity, double Most = double.PositiveInfinity)
{
    /// <summary>The reason why a value out of bounds is not a failure of this repository; null if it would be one.</summary>
    public LocalizedText? Excuse { get; init; }

    public bool IsRight => Value >= Least && Value <= Most;

    public bool IsFailure => !IsRight && Excuse is null;

    public override string ToString() => Value.ToString(Math.Abs(Value) >= 100 || Value == Math.Floor(Value) ? "N0" : "N1", CultureInfo.InvariantCulture);
}
