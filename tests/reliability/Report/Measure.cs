using System.Globalization;
using SideBySide.Language;

namespace Reliability;

/// <summary>One figure of a fault on one server.</summary>
/// <param name="What">What was counted or measured, and its unit.</param>
/// <param name="Value">How much.</param>
/// <param name="Least">The least that is right.</param>
/// <param name="Most">The most that is right.</param>
internal sealed record Measure(LocalizedText What, double Value, double Least = double.NegativeInfinity, double Most = double.PositiveInfinity)
{
    /// <summary>Why it is out of bounds and not ours to mend; null when it would be.</summary>
    public LocalizedText? Excuse { get; init; }

    public bool IsRight => Value >= Least && Value <= Most;

    public bool IsFailure => !IsRight && Excuse is null;

    public override string ToString() => Value.ToString(Math.Abs(Value) >= 100 || Value == Math.Floor(Value) ? "N0" : "N1", CultureInfo.InvariantCulture);
}
