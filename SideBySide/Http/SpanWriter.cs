using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>
/// Assigns bytes to rules from left to right. The position only moves forward, so that each byte is assigned exactly once. All positions
/// count from the first byte of the message.
/// </summary>
/// <param name="message">The message and all later bytes.</param>
/// <param name="origin">The message's first byte in the stream.</param>
internal sealed class SpanWriter(ReadOnlyMemory<byte> message, int origin)
{
    private readonly List<LabelledSpan> _spans = [];

    public ReadOnlySpan<byte> Bytes => message.Span;

    /// <summary>The first unassigned byte.</summary>
    public int At { get; private set; }

    /// <summary>The end of the parsed bytes: no byte from here on is assigned.</summary>
    public int Limit { get; set; } = message.Length;

    /// <summary>Whether unassigned bytes are left.</summary>
    public bool HasMore => At < Limit;

    public IReadOnlyList<LabelledSpan> Spans => _spans;

    /// <summary>Begins after an earlier message.</summary>
    public void Skip(int to) => At = to;

    /// <summary>Assigns all bytes up to <paramref name="end"/>, possibly none.</summary>
    /// <param name="end">The first byte after them.</param>
    /// <param name="rule">Their rule.</param>
    /// <param name="explanation">Their purpose, if the rule's own explanation does not suffice.</param>
    /// <param name="meaning">Their value, as visible text.</param>
    /// <param name="isBinary">Whether to show them in hexadecimal.</param>
    public void To(int end, GrammarRule rule, LocalizedText? explanation = null, string? meaning = null, bool isBinary = false)
    {
        end = Math.Min(end, Limit);
        if (end <= At)
            return;
        var text = isBinary ? VisibleText.Hex(Bytes[At..end]) : VisibleText.Of(Bytes[At..end]);
        _spans.Add(new LabelledSpan(
            origin + At, end - At, rule.Name, rule.Section, rule.Abnf, rule.Source, text, explanation ?? rule.Explanation, meaning));
        At = end;
    }

    /// <summary>Marks the bytes at which the message was rejected; splits spans at the start and the end of the offence.</summary>
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

    // Bytes that were parsed before the rejection keep their rule.
    private static LabelledSpan Offending(LabelledSpan span, MessageRejection refusal) => span.Rule != GrammarRule.NotInterpreted.Name
        ? span with { IsOffence = true }
        : span with
        {
            IsOffence = true,
            Rule = GrammarRule.Offence.Name,
            Section = refusal.Section,
            Source = refusal.Sources[0],
            Explanation = refusal.Sentence
        };

    private LabelledSpan Part(LabelledSpan span, int from, int to) =>
        from == span.Offset - origin && to == from + span.Length ? span
        : span with { Offset = origin + from, Length = to - from, Text = VisibleText.Of(Bytes[from..to]), Meaning = null };
}
