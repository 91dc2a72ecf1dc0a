using SideBySide.Language;

namespace Reliability;

/// <summary>A fault on one server, done.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Server">Whom.</param>
/// <param name="Measures">The figures; empty when it failed as a whole.</param>
/// <param name="Error">What made it fail as a whole.</param>
internal sealed record Row(LocalizedText Fault, ServerKind Server, IReadOnlyList<Measure> Measures, string? Error)
{
    public bool IsFailure => Error is not null || Measures.Any(measure => measure.IsFailure);
}
