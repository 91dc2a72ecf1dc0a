using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>
/// Assigns bytes to rules from left to right. It only ever moves forward, so that no byte can be assigned twice or left out.
/// All positions are counted from the first byte of the message.
/// </summary>
/// <param name="message">The message, and whatever comes behind it.</param>
/// <param name="origin">Where it begins in the stream.</param>
internal sealed class SpanWriter(ReadOnlyMemory<byte> message, int origin)
{
    private readonly List<LabelledSpan> _spans = [];

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => message.Span;

    /// <summary>The first byte that is not assigned yet.</summary>
    public int At { get; private set; }

    /// <summary>Nothing from here on is assigned: what was understood ends here.</summary>
    public int Limit { get; set; } = message.Length;

    /// <summary>Whether there is something left to assign.</summary>
    public bool HasMore => At < Limit;

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<LabelledSpan> Spans => _spans;

    /// <summary>Begins behind what another message has taken.</summary>
    public void Skip(int to) => At = to;

    /// <summary>Assigns everything up to <paramref name="end"/>, which may be nothing.</summary>
    /// <param name="end">The first byte that does not belong to it.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="explanation">What they are for, when there is more to say than the rule does.</param>
    /// <param name="meaning">Their value, as visible text.</param>
    /// <param name="isBinary">Whether they are shown in hexadecimal, since they are no text.</param>
    public void To(int end, GrammarRule rule, LocalizedText? explanation = null, string? meaning = null, bool isBinary = false)
    {
        end = Math.Min(end, Limit);
        if (end <= At)
            return;
        var text = isBinary ? VisibleText.Hex(Bytes[At..end]) : VisibleText.Of(Bytes[At..end]);
        _spans.Add(new LabelledSpan(origin + At, end - At, rule.Name, rule.Section, rule.Abnf, rule.Source, text, explanation ?? rule.Explanation, meaning));
        At = end;
    }

    /// <summary>Marks the bytes at which the message was refused, cutting spans where the offence begins and ends.</summary>
    public void Mark(int offset, int length, MessageRejection refusal)
    {
        for (var i = 0; i < _spans.Count; i++)
        {
            var span = _spans[i];
            var start = span.Offset - origin;
            var (from, to) = (Math.Max(start, offset), Math.Min(start + span.Length, offset + length));
            if (from >= to)
                continue;
            var pieces = new List<LabelledSpan>();
            if (from > start)
                pieces.Add(Part(span, start, from));
            pieces.Add(Offending(Part(span, from, to), refusal));
            if (to < start + span.Length)
                pieces.Add(Part(span, to, start + span.Length));
            _spans.RemoveAt(i);
            _spans.InsertRange(i, pieces);
            i += pieces.Count - 1;
        }
    }

    // Where bytes were understood one by one and refused together, their rule still says what they are.
    private static LabelledSpan Offending(LabelledSpan span, MessageRejection refusal) => span.Rule != GrammarRule.NotInterpreted.Name
        ? span with { IsOffence = true }
        : span with { IsOffence = true, Rule = GrammarRule.Offence.Name, Section = refusal.Section, Source = refusal.Sources[0], Explanation = refusal.Sentence };

    private LabelledSpan Part(LabelledSpan span, int from, int to) =>
        from == span.Offset - origin && to == from + span.Length ? span
        : span with { Offset = origin + from, Length = to - from, Text = VisibleText.Of(Bytes[from..to]), Meaning = null };
}
