using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace HandRolledHttp.Web.Files;

/// <summary>What a request for a file consists of.</summary>
/// <param name="Method">The method; ranges are for GET alone.</param>
/// <param name="Path">The path below the folder, percent-decoded.</param>
/// <param name="Field">A field's value by name, several field lines joined with <c>, </c>; null when absent.</param>
public readonly record struct FileRequest(string Method, string Path, Func<string, string?> Field);

/// <summary>Something to send: first some bytes of our own, then bytes of the file.</summary>
/// <param name="Head">The head of a part of multipart/byteranges; else empty.</param>
/// <param name="Range">Which bytes of the file; null when none follow.</param>
public readonly record struct FilePart(ReadOnlyMemory<byte> Head, IntRange? Range);

/// <summary>The answer to a request for a file. It holds the file open until it is disposed.</summary>
public sealed class FileResponse : IDisposable
{
    private const int ReadSize = 64 * 1024;

    private readonly SafeFileHandle? _file;

    internal FileResponse(int status, IReadOnlyList<KeyValuePair<string, string>> fields, SafeFileHandle? file, IReadOnlyList<FilePart> parts)
    {
        Status = status;
        Fields = fields;
        Parts = parts;
        _file = file;
        ContentLength = parts.Sum(p => p.Head.Length + (p.Range?.Length ?? 0));
    }

    /// <summary>200, 206, 304, 404, 412 or 416.</summary>
    public int Status { get; }

    /// <summary>The fields, without Content-Length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    /// <summary>The body's length in bytes. A 304 has no body and should not say a length.</summary>
    public long ContentLength { get; }

    /// <summary>The body, in order. For HEAD it is what GET would send; do not write it.</summary>
    public IReadOnlyList<FilePart> Parts { get; }

    /// <summary>Writes the body: exactly <see cref="ContentLength"/> bytes.</summary>
    /// <param name="write">Takes some bytes; they are overwritten once it is done.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="EndOfStreamException">The file became shorter meanwhile. The length is promised already: break the connection.</exception>
    public async ValueTask WriteBodyAsync(Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancel = default)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            foreach (var part in Parts)
            {
                if (!part.Head.IsEmpty)
                    await write(part.Head);
                if (part.Range is { } range)
                    await WriteAsync(range, buffer, write, cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    private async ValueTask WriteAsync(IntRange range, byte[] buffer, Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancel)
    {
        for (var position = range.First; position <= range.Last;)
        {
            var wanted = (int)Math.Min(buffer.Length, range.Last - position + 1);
            var read = await RandomAccess.ReadAsync(_file!, buffer.AsMemory(0, wanted), position, cancel);
            if (read == 0)
                throw new EndOfStreamException("The file became shorter while it was being sent.");
            await write(buffer.AsMemory(0, read));
            position += read;
        }
    }
}
