using SideBySide.Language;

namespace Reliability;

/// <summary>The result of a fault on one server.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Server">The server.</param>
/// <param name="Measures">The figures; empty if the fault failed as a whole.</param>
/// <param name="Error">The reason for that failure, or null.</param>
internal sealed record Row(LocalizedText Fault, ServerKind Server, IReadOnlyList<Measure> Measures, string? Error)
{
    public bool IsFailure => Error is not null || Measures.Any(measure => measure.IsFailure);
}
