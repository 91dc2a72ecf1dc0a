using System.Text;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>The reader's result for frames that arrive in given pieces.</summary>
internal sealed record ReadFrames(FrameResult Result, string Reads)
{
    /// <summary>
    /// Passes the first piece, then the rest piece by piece, as a connection would; the result's offset counts from the first byte of all.
    /// </summary>
    public static ReadFrames Of(byte[] original, int maxMessage, IEnumerable<int> cuts, bool isMasked = true)
    {
        var bytes = original.ToArray(); // the reader unmasks in place
        var reader = new MessageReader(maxMessage, isMasked);
        var reads = new List<string>();
        var message = new MemoryStream();
        var read = 0;
        var result = FrameResult.NeedMore;
        foreach (var arrived in cuts.Append(bytes.Length))
        {
            while (true)
            {
                result = reader.Read(bytes.AsSpan(read, arrived - read), out var used, out var content);
                if (result.IsRejected)
                    return new(result with { Offset = read + result.Offset }, string.Join('\n', reads));
                var payload = bytes.AsSpan(read + content.Offset, content.Length);
                if (result.IsComplete && reader.Ended == Opcode.Close)
                {
                    var body = CloseBody.Parse(payload, out var code);
                    if (body.IsRejected)
                        return new(body with { Offset = read + content.Offset + body.Offset }, string.Join('\n', reads));
                    reads.Add($"close {(int)code} {Encoding.UTF8.GetString(payload[Math.Min(2, payload.Length)..])}".TrimEnd());
                }
                else if (result.IsComplete && reader.Ended is Opcode.Ping or Opcode.Pong)
                {
                    reads.Add($"{reader.Ended} {Encoding.Latin1.GetString(payload)}".ToLowerInvariant().TrimEnd());
                }
                else
                {
                    message.Write(payload);
                    if (result.IsComplete)
                    {
                        reads.Add(Describe(reader.Ended, message.ToArray()));
                        message.SetLength(0);
                    }
                }

                read += used;
                if (used == 0)
                    break;
            }
        }

        var isPartial = reader.IsInFrame || reader.IsInMessage || read < bytes.Length;
        return new(isPartial ? FrameResult.NeedMore : FrameResult.Complete(read), string.Join('\n', reads));
    }

    private static string Describe(Opcode kind, byte[] content) => kind == Opcode.Text
        ? $"text {Encoding.UTF8.GetString(content)}".TrimEnd()
        : $"binary {Convert.ToHexStringLower(content)}".TrimEnd();
}
