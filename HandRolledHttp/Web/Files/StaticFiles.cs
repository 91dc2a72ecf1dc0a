using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HandRolledHttp.Http1;
using HandRolledHttp.Web.Conditions;
using Microsoft.Win32.SafeHandles;

namespace HandRolledHttp.Web.Files;

/// <summary>
/// Serves the files of a folder over HTTP: lookup, validators, conditions and ranges.
/// </summary>
/// <param name="folder">The folder to serve; no file outside it is served.</param>
/// <param name="time">The clock for conditions.</param>
public sealed class StaticFiles(string folder, TimeProvider time)
{
    private readonly FileLookup _lookup = new(folder);

    /// <summary>Decides the response to GET or HEAD.</summary>
    /// <returns>The response; dispose it.</returns>
    public FileResponse Respond(FileRequest request)
    {
        if (_lookup.Find(request.Path) is not { } found || !TryOpen(found, out var file))
            return new FileResponse(404, [], null, []);

        try
        {
            return Respond(request, found, file);
        }
        catch
        {
            file?.Dispose(); // no other code has it yet
            throw;
        }
    }

    private FileResponse Respond(FileRequest request, FileInfo found, SafeFileHandle? file)
    {
        // Length and time come from the open file, not from its name: another file may get this name at any moment.
        var length = file is null ? 0 : RandomAccess.GetLength(file);
        var lastWrite = new DateTimeOffset(file is null ? found.LastWriteTimeUtc : File.GetLastWriteTimeUtc(file));
        var now = time.GetUtcNow();

        // The tag has whole seconds: until the second of the last write is over, another write may leave the same tag on other bytes. A tag
        // that could be shared must not be strong (RFC 9110 §8.8.1).
        var tag = EntityTag.Of(lastWrite, length) with { IsWeak = now - WholeSeconds(lastWrite) < TimeSpan.FromSeconds(1) };

        // A date in the future would be wrong (RFC 9110 §8.8.2.1).
        var lastModified = WholeSeconds(lastWrite < now ? lastWrite : now);

        var precondition = Preconditions.Evaluate(request.Method, request.Field, new Validators(tag, lastModified), now);
        switch (precondition)
        {
            case Precondition.NotModified:
                return new FileResponse(304, [new("ETag", tag.ToString())], file, []); // only these: RFC 9110 §15.4.5
            case Precondition.Failed:
                return new FileResponse(412, [], file, []);
        }

        // GET is the only method for which ranges are defined (RFC 9110 §14.2).
        var honoursRange = precondition == Precondition.Proceed && request.Method == "GET";
        var ranges = ByteRanges.Select(honoursRange ? request.Field("Range") : null, length);
        if (ranges.Outcome == RangeOutcome.Unsatisfiable)
            return new FileResponse(416, [new("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{length}"))], file, []);

        // A client that sends If-Range already has the other fields, and a part should not repeat them (RFC 9110 §15.3.7).
        var repeats = ranges.Outcome != RangeOutcome.Partial || request.Field("If-Range") is null;
        List<KeyValuePair<string, string>> fields = [new("Accept-Ranges", "bytes"), new("ETag", tag.ToString())];
        if (repeats)
            fields.Add(new("Last-Modified", HttpDate.Format(lastModified)));
        return Send(found, file, length, ranges, fields, repeats);
    }

    private static FileResponse Send(FileInfo found, SafeFileHandle? file, long length, ByteRanges ranges, List<KeyValuePair<string, string>> fields, bool repeats)
    {
        var mediaType = MediaTypes.Of(found.Name);
        switch (ranges.Ranges)
        {
            case []:
                fields.Add(new("Content-Type", mediaType));
                return new FileResponse(200, fields, file, length > 0 ? [new FilePart(default, new IntRange(0, length - 1))] : []);
            case [var only]:
                if (repeats)
                    fields.Add(new("Content-Type", mediaType));
                fields.Add(new("Content-Range", ContentRange(only, length)));
                return new FileResponse(206, fields, file, [new FilePart(default, only)]);
            default:
                // 128 random bits: no file contains them by accident, and a client cannot predict them.
                var boundary = RandomNumberGenerator.GetHexString(32, lowercase: true);
                fields.Add(new("Content-Type", "multipart/byteranges; boundary=" + boundary));
                return new FileResponse(206, fields, file, Parts(ranges.Ranges, boundary, mediaType, length));
        }
    }

    // Content-Range = range-unit SP first-pos "-" last-pos "/" complete-length       RFC 9110 §14.4
    private static string ContentRange(IntRange range, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {range.First}-{range.Last}/{length}");

    // RFC 9110 §14.6: each part has its own type and range.
    private static List<FilePart> Parts(IReadOnlyList<IntRange> ranges, string boundary, string mediaType, long length)
    {
        var parts = new List<FilePart>(ranges.Count + 1);
        foreach (var range in ranges)
        {
            var lineBreak = parts.Count > 0 ? "\r\n" : "";
            var head = $"{lineBreak}--{boundary}\r\nContent-Type: {mediaType}\r\nContent-Range: {ContentRange(range, length)}\r\n\r\n";
            parts.Add(new FilePart(Encoding.ASCII.GetBytes(head), range));
        }

        parts.Add(new FilePart(Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"), null));
        return parts;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));

    // An empty file is not opened: there is nothing to read, and opening a pipe, which looks empty, would block. An unreadable file counts
    // as missing: 403 would only reveal that it exists.
    private static bool TryOpen(FileInfo found, out SafeFileHandle? file)
    {
        file = null;
        try
        {
            if (found.Length > 0)
                file = File.OpenHandle(found.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
