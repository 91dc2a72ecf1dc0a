using System.Text.RegularExpressions;

namespace Contract.Tests.Differential;

/// <summary>A point in which the two servers went apart when they first did on one connection; what comes behind cannot be compared.</summary>
/// <param name="Input">What was sent.</param>
/// <param name="Index">Which answer differs, counted from 0.</param>
/// <param name="HandRolled">HandRolledHttp's answer; null when it gave no more.</param>
/// <param name="Kestrel">Kestrel's.</param>
/// <param name="Aspect">What of the request they understood differently, when both served it.</param>
public sealed record Finding(Input Input, int Index, Reply? HandRolled, Reply? Kestrel, string? Aspect = null)
{
    /// <summary>The bytes that it is about, one character each.</summary>
    public string Bytes { get; } = Input.Around(Index);

    /// <summary>Compares the answers one by one: refused (4xx, 5xx) or served, then how the request was understood, one finding an aspect; then their number.</summary>
    public static IEnumerable<Finding> All(Input input, IReadOnlyList<Reply> handRolled, IReadOnlyList<Reply> kestrel)
    {
        for (var i = 0; i < Math.Max(handRolled.Count, kestrel.Count); i++)
        {
            var (ours, theirs) = (handRolled.ElementAtOrDefault(i), kestrel.ElementAtOrDefault(i));
            if (ours is null || theirs is null || ours.Outcome != theirs.Outcome)
                return [new Finding(input, i, ours, theirs)];
            if (ours.Understood is { } understood && theirs.Understood is { } otherwise
                && understood.DifferencesFrom(otherwise).Select(difference => new Finding(input, i, ours, theirs, difference.Aspect)).ToArray() is { Length: > 0 } findings)
                return findings;
        }

        return [];
    }

    /// <summary>Findings of one kind mostly have one cause.</summary>
    public string Kind => $"{Say(HandRolled)} | {Say(Kestrel)} | {Aspect}";

    /// <summary>HandRolledHttp gave this reason for a refusal.</summary>
    public bool Refused(params string[] reasons) => HandRolled is { } ours && reasons.Contains(ours.Reason);

    /// <summary>Kestrel served it, by the handler or by what stands for the router.</summary>
    public bool KestrelServed => Kestrel is { WasRefused: false };

    /// <summary>HandRolledHttp served it, and Kestrel refused it.</summary>
    public bool OnlyKestrelRefused => HandRolled is { WasRefused: false } && Kestrel is { WasRefused: true };

    /// <summary>The bytes contain this.</summary>
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
