using System.Collections.Frozen;
using System.Text.RegularExpressions;
using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;

namespace SideBySide.Http;

/// <summary>The part of a message at which it was rejected.</summary>
internal enum MessagePart
{
    /// <summary>Before the request line.</summary>
    EmptyLines,

    /// <summary>In the request line.</summary>
    RequestLine,

    /// <summary>In the fields, in their combination, or in trailers.</summary>
    Fields,

    /// <summary>In the line before a chunk's data.</summary>
    ChunkLine,

    /// <summary>After a chunk's data.</summary>
    ChunkEnd,
}

/// <summary>
/// The lines of HandRolledHttp that reject for a reason: those with its name, without its declaration, explanation and comparisons.
/// </summary>
internal static partial class RejectionSources
{
    private const string Http1 = "HandRolledHttp/Http1/";

    // Line ends are checked in many places; each other reason has one place, or several of the same kind.
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

    // Without the declarations and the table of sentences.
    private static readonly Lazy<ILookup<string, string>> s_mentions = new(() => Mentions(Mention(), Http1 + "Rejection"));

    private static readonly Lazy<ILookup<string, string>> s_frameMentions = new(() => Mentions(FrameMention(), "HandRolledHttp/WebSocket/FrameRejection.cs"));

    /// <summary>At least one file and line.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="where">The part of the message.</param>
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

    // Skips comparisons: such a line does not reject.
    [GeneratedRegex(@"(?<!== )RejectionReason\.(\w+)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<![!=]= )FrameError\.(\w+)")]
    private static partial Regex FrameMention();
}
