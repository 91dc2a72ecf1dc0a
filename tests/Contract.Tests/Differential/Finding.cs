using System.Text.RegularExpressions;
using TestKit.Generator;

namespace Contract.Tests.Differential;

/// <summary>The first difference between the two servers on one connection; the bytes after it cannot be compared.</summary>
/// <param name="Input">The input.</param>
/// <param name="Index">The index of the response that differs, from 0.</param>
/// <param name="HandRolled">HandRolledHttp's response; null if there was none.</param>
/// <param name="Kestrel">Kestrel's response.</param>
/// <param name="Aspect">The part of the request that they read differently, if both served it.</param>
public sealed record Finding(Input Input, int Index, Reply? HandRolled, Reply? Kestrel, string? Aspect = null)
{
    /// <summary>The bytes of the finding, one character each.</summary>
    public string Bytes { get; } = Input.Around(Index);

    /// <summary>
    /// Compares the responses one by one: rejected (4xx, 5xx) or served, then the reading of the request, one finding per aspect; then their number.
    /// </summary>
    public static IEnumerable<Finding> All(Input input, IReadOnlyList<Reply> handRolled, IReadOnlyList<Reply> kestrel)
    {
        for (var i = 0; i < Math.Max(handRolled.Count, kestrel.Count); i++)
        {
            var (ours, theirs) = (handRolled.ElementAtOrDefault(i), kestrel.ElementAtOrDefault(i));
            if (ours is null || theirs is null || ours.Outcome != theirs.Outcome)
                return [new Finding(input, i, ours, theirs)];
            if (ours.Understood is { } understood && theirs.Understood is { } otherwise
                && understood.DifferencesFrom(otherwise)
                    .Select(difference => new Finding(input, i, ours, theirs, difference.Aspect))
                    .ToArray() is { Length: > 0 } findings)
                return findings;
        }

        return [];
    }

    /// <summary>The kind of the finding; findings of one kind mostly have one cause.</summary>
    public string Kind => $"{Say(HandRolled)} | {Say(Kestrel)} | {Aspect}";

    /// <summary>Whether HandRolledHttp rejected for one of these reasons.</summary>
    public bool Refused(params string[] reasons) => HandRolled is { } ours && reasons.Contains(ours.Reason);

    /// <summary>Whether Kestrel served it, by the handler or by the substitute for the router.</summary>
    public bool KestrelServed => Kestrel is { WasRefused: false };

    /// <summary>Whether HandRolledHttp served it and Kestrel rejected it.</summary>
    public bool OnlyKestrelRefused => HandRolled is { WasRefused: false } && Kestrel is { WasRefused: true };

    /// <summary>Whether the bytes match this pattern.</summary>
    public bool Has(string pattern) => Regex.IsMatch(Bytes, pattern, RegexOptions.CultureInvariant | RegexOptions.Singleline);

    public override string ToString() =>
        $"""
        seed {Input.Seed}, answer {Index}
          by hand: {Say(HandRolled)}
          Kestrel: {Say(Kestrel)}
          {string.Join("\n  ", Disagreement)}
          twists:  {string.Join(", ", Input.Requests.Select(request => request.Twist.Length > 0 ? request.Twist : "-"))}
          bytes:   "{Shortened(Input.Escaped(Bytes))}"
          all:     "{Shortened(Input.Escaped(Input.Text))}"
        """;

    private IEnumerable<string> Disagreement => HandRolled?.Understood is { } ours && Kestrel?.Understood is { } theirs
        ? ours.DifferencesFrom(theirs).Select(d => $"{d.Aspect}: {Input.Escaped(d.Mine)} | {Input.Escaped(d.Theirs)}") : [];

    private static string Say(Reply? reply) => reply is null ? "no answer" : $"{reply.Status} {reply.Reason}";

    private static string Shortened(string text) => text.Length > 1500 ? text[..1500] + $"… ({text.Length})" : text;
}
