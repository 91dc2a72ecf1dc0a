using HandRolledHttp.Http1;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// The parser and the chunk decoder. A message is read whole, in the input's pieces and byte by byte, always with the same result. The result
/// must lie inside the message, the parsed ranges must restore the message, and memory must be bounded.
/// </summary>
internal static class ParserTarget
{
    private const int ByteByByte = 256;
    private const int MostAllocated = 64 * 1024;

    public static void Run(ReadOnlySpan<byte> bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Verify(new FuzzInput(bytes));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require(allocated <= MostAllocated + 32L * bytes.Length, $"{allocated} bytes were allocated for {bytes.Length}.");
    }

    private static void Verify(FuzzInput input)
    {
        var limits = input.SmallLimits ? FuzzLimits.Small : FuzzLimits.Usual;
        var message = input.Message;
        var whole = new Reading(limits, input.IsSecure);
        whole.ReadWhole(message);
        VerifyVerdict(message, whole);

        // One parser for all other readings, so that state left by a reading would appear in the next one.
        var again = new Reading(limits, input.IsSecure);
        ReadInPieces(message, input, again);
        RequireSame(whole, again);
        if (message.Length <= ByteByByte)
        {
            ReadByteByByte(message, again);
            RequireSame(whole, again);
        }

        if (!whole.Result.IsComplete)
            return;
        var length = whole.Result.Offset;
        again.ReadWhole(message[..length]);
        RequireSame(whole, again);
        Require(again.ReadWhole(message[..(length - 1)]).Status == ParseStatus.NeedMore, "The message is whole before its last byte.");
        if (whole.Head.BodyKind != BodyKind.Chunked)
            return;
        ChunkCheck.Verify(message[whole.Head.Length..length], whole.Content, message[whole.TrailersStart..length], whole.Trailers);
        ChunkRoundTrip.Verify(input, whole.Content);
    }

    private static void VerifyVerdict(ReadOnlySpan<byte> message, Reading reading)
    {
        var result = reading.Result;
        Require(result.Offset >= 0 && result.Length >= 0, "An offset or a length is negative.");
        Require((long)result.Offset + result.Length <= message.Length, "The verdict lies outside of the message.");
        Require(result.IsRejected == (result.Reason != RejectionReason.None), "Without a rejection there is no reason, and the other way round.");
        Require(!result.IsComplete || result.Offset > 0, "A message of no bytes is complete.");
        Require(reading.Content.Length <= message.Length, "The content is more than what arrived.");
        if (result.IsRejected)
            _ = RejectionText.For(result.Reason);
        if (reading.HasHead)
            HeadCheck.Verify(message, reading.Head);
    }

    private static void ReadInPieces(ReadOnlySpan<byte> message, FuzzInput input, Reading reading)
    {
        reading.Begin();
        var arrived = 0;
        for (var piece = 0; arrived < message.Length && reading.Result.Status == ParseStatus.NeedMore; piece++)
        {
            arrived += input.PieceLength(piece, message.Length - arrived);
            reading.Take(message[..arrived]);
        }
    }

    private static void ReadByteByByte(ReadOnlySpan<byte> message, Reading reading)
    {
        reading.Begin();
        for (var arrived = 1; arrived <= message.Length && reading.Result.Status == ParseStatus.NeedMore; arrived++)
            reading.Take(message[..arrived]);
    }

    internal static void RequireSame(Reading whole, Reading other)
    {
        Require(whole.Result == other.Result, "The verdict depends on how the bytes arrived.");
        if (whole.Result.IsRejected || !whole.HasHead)
            return; // the ranges of a rejected or incomplete message do not count
        Require(other.HasHead && SameHead(whole.Head, other.Head), "The head was understood in two ways.");
        Require(whole.Content.SequenceEqual(other.Content), "The content depends on how the bytes arrived.");
        if (whole.Result.IsComplete && whole.Head.BodyKind == BodyKind.Chunked)
            Require(
                whole.TrailersStart == other.TrailersStart && whole.Trailers.SequenceEqual(other.Trailers),
                "The trailers depend on how the bytes arrived.");
    }

    private static bool SameHead(RequestHead a, RequestHead b) =>
        a.Length == b.Length && a.MethodRange == b.MethodRange && a.TargetRange == b.TargetRange && a.TargetForm == b.TargetForm
        && a.PathRange == b.PathRange && a.QueryRange == b.QueryRange && a.AuthorityRange == b.AuthorityRange && a.MinorVersion == b.MinorVersion
        && a.BodyKind == b.BodyKind && a.ContentLength == b.ContentLength && a.IsPersistent == b.IsPersistent && a.ExpectsContinue == b.ExpectsContinue
        && a.Path.NamesNothing == b.Path.NamesNothing && a.Fields.SequenceEqual(b.Fields);
}
