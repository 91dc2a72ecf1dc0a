using System.Collections.Frozen;
using System.Text.RegularExpressions;
using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;

namespace SideBySide.Http;

/// <summary>In which part of a message it was refused.</summary>
internal enum MessagePart
{
    /// <summary>Before the request line.</summary>
    EmptyLines,

    /// <summary>In the request line.</summary>
    RequestLine,

    /// <summary>In the fields, or in what they say together; in trailers, too.</summary>
    Fields,

    /// <summary>In the line before a chunk's data.</summary>
    ChunkLine,

    /// <summary>Where a chunk's data should have ended.</summary>
    ChunkEnd,
}

/// <summary>
/// The lines that refuse for a reason: those of HandRolledHttp that say its name, apart from where it is declared, explained or compared.
/// </summary>
internal static partial class RejectionSources
{
    private const string Http1 = "HandRolledHttp/Http1/";

    // Line ends are judged wherever a line can end; the other reasons have one place each, or several of the same kind.
    private static readonly FrozenDictionary<(RejectionReason, MessagePart), RuleSource[]> s_lineEnds = new Dictionary<(RejectionReason, MessagePart), RuleSource[]>
    {
        [(RejectionReason.BareCr, MessagePart.EmptyLines)] = [new(Http1 + "RequestHeadParser.cs", "RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.EmptyLines)] = [new(Http1 + "RequestHeadParser.cs", "RejectionReason.BareLf, _position);")],
        [(RejectionReason.BareCr, MessagePart.RequestLine)] = [new(Http1 + "RequestLine.cs", "RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.RequestLine)] = [new(Http1 + "RequestHeadParser.cs", "RejectionReason.BareLf, _position + lf)")],
        [(RejectionReason.BareCr, MessagePart.Fields)] = [new(Http1 + "FieldLine.cs", "? RejectionReason.BareCr"), new(Http1 + "FieldLine.cs", "=> RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.Fields)] = [new(Http1 + "FieldSection.cs", "RejectionReason.BareLf")],
        [(RejectionReason.BareCr, MessagePart.ChunkLine)] = [new(Http1 + "ChunkHeader.cs", "RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.ChunkLine)] = [new(Http1 + "ChunkedDecoder.cs", "RejectionReason.BareLf, lf)")],
        [(RejectionReason.BareCr, MessagePart.ChunkEnd)] = [new(Http1 + "ChunkedDecoder.cs", "RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.ChunkEnd)] = [new(Http1 + "ChunkedDecoder.cs", "? RejectionReason.BareLf")],
    }.ToFrozenDictionary();

    // The reasons themselves, and the table of what is told, are left out.
    private static readonly Lazy<ILookup<string, string>> s_mentions = new(() => Mentions(Mention(), Http1 + "Rejection"));

    private static readonly Lazy<ILookup<string, string>> s_frameMentions = new(() => Mentions(FrameMention(), "HandRolledHttp/WebSocket/FrameRejection.cs"));

    /// <summary>Files and lines, at least one.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="where">In which part of the message.</param>
    public static IReadOnlyList<string> Of(RejectionReason reason, MessagePart where) => s_lineEnds.TryGetValue((reason, where), out var places)
        ? [.. places.Select(place => place.Place)]
        : [.. s_mentions.Value[reason.ToString()]];

    /// <summary>Files and lines that reject a frame for this reason, at least one.</summary>
    public static IReadOnlyList<string> Of(FrameError error) => [.. s_frameMentions.Value[error.ToString()]];

    private static ILookup<string, string> Mentions(Regex mention, string except) => RuleSource.Code("HandRolledHttp/")
        .Where(line => !line.Place.StartsWith(except, StringComparison.Ordinal))
        .SelectMany(line => mention.Matches(line.Line).Select(match => (Reason: match.Groups[1].Value, line.Place)))
        .Distinct()
        .ToLookup(one => one.Reason, one => one.Place);

    // Not one that is compared with: that line does something else about it.
    [GeneratedRegex(@"(?<!== )RejectionReason\.(\w+)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<![!=]= )FrameError\.(\w+)")]
    private static partial Regex FrameMention();
}
