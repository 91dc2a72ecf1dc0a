using HandRolledHttp.Http1;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>The part of a request that was sent.</summary>
internal enum Extent
{
    Whole,
    Rejected,
    HeadOnly,
    PartOfHead,
}

/// <summary>One request of a connection.</summary>
/// <param name="Extent">The part that was sent.</param>
/// <param name="Result">The parser's result.</param>
/// <param name="HasHead">Whether the head is complete and valid; otherwise the following values have no meaning.</param>
/// <param name="IsHead">Whether the method is HEAD.</param>
/// <param name="IsEcho">Whether it is a POST to /echo.</param>
/// <param name="MinorVersion">The minor version as sent.</param>
/// <param name="IsPersistent">Whether the client wants a persistent connection.</param>
/// <param name="ExpectsContinue">Whether the client waits for 100 (Continue).</param>
/// <param name="Length">Content-Length, or the length of the content.</param>
/// <param name="Content">The range of the content in <see cref="RequestSequence.Contents"/>.</param>
internal readonly record struct SentRequest(Extent Extent, ParseResult Result, bool HasHead, bool IsHead, bool IsEcho, int MinorVersion,
    bool IsPersistent, bool ExpectsContinue, long Length, ByteRange Content);

/// <summary>
/// The requests in the bytes of one connection, read by the parser alone. The connection loop must find the same ones, although it receives
/// the bytes in pieces, through a buffer that moves.
/// </summary>
internal sealed class RequestSequence
{
    private readonly List<SentRequest> _requests = [];
    private byte[] _contents = new byte[1024];
    private int _contentsLength;

    public IReadOnlyList<SentRequest> Requests => _requests;

    public ReadOnlySpan<byte> Contents => _contents;

    public void Read(ReadOnlySpan<byte> bytes, Limits limits, bool secure)
    {
        _requests.Clear();
        _contentsLength = 0;
        var reading = new Reading(limits, secure);
        while (bytes.Length > 0)
        {
            var result = reading.ReadWhole(bytes);
            Add(bytes, reading);
            if (!result.IsComplete)
                return;
            bytes = bytes[result.Offset..];
        }
    }

    private void Add(ReadOnlySpan<byte> bytes, Reading reading)
    {
        var extent = reading.Result.Status switch
        {
            ParseStatus.Complete => Extent.Whole,
            ParseStatus.Rejected => Extent.Rejected,
            _ => reading.HasHead ? Extent.HeadOnly : Extent.PartOfHead,
        };
        var head = reading.Head;
        var method = head.MethodRange.Of(bytes); // also of a rejected head: the response to HEAD has no body either
        var isEcho = reading.HasHead && method.SequenceEqual("POST"u8) && head.TargetRange.Of(bytes).SequenceEqual("/echo"u8);
        _requests.Add(new SentRequest(extent, reading.Result, reading.HasHead, method.SequenceEqual("HEAD"u8), isEcho, head.MinorVersion, head.IsPersistent,
            head.ExpectsContinue, Math.Max(head.ContentLength, reading.Content.Length), Keep(reading.Content)));
    }

    private ByteRange Keep(ReadOnlySpan<byte> content)
    {
        if (_contents.Length < _contentsLength + content.Length)
            Array.Resize(ref _contents, (_contentsLength + content.Length) * 2);
        content.CopyTo(_contents.AsSpan(_contentsLength));
        var range = new ByteRange(_contentsLength, content.Length);
        _contentsLength += content.Length;
        return range;
    }
}
