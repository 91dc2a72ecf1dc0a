using System.Buffers;
using System.Text;

namespace HandRolledHttp.Web.Forms;

// multipart-body    = [ preamble CRLF ]                                      RFC 2046 §5.1.1
//                     dash-boundary transport-padding CRLF body-part
//                     *( delimiter transport-padding CRLF body-part )
//                     delimiter "--" transport-padding [ CRLF epilogue ]
// dash-boundary     = "--" boundary
// delimiter         = CRLF dash-boundary
// transport-padding = *LWSP-char
// boundary          = 0*69<bchars> bcharsnospace
// bchars            = bcharsnospace / " "
// bcharsnospace     = DIGIT / ALPHA / "'" / "(" / ")" / "+" / "_" / "," / "-" / "." / "/" / ":" / "=" / "?"

/// <summary>
/// Reads multipart/form-data (RFC 7578) as a stream. A window holds undecided bytes: an incomplete delimiter or head of a part. Values of
/// fields are kept, contents of files are only counted.
/// </summary>
/// <remarks>
/// The CRLF before a boundary belongs to the boundary, not to the content. To make this true for the first one as well, the window starts
/// with an extra CRLF. A line that begins with the boundary but is not a delimiter is rejected: RFC 2046 §5.1.1 allows it nowhere, and
/// ignoring it or stopping there would silently lose the rest. A nested multipart (multipart/mixed) is read as a single file: RFC 7578 §4.3
/// deprecates it, though it says that a parser for wide use SHOULD still support it.
/// </remarks>
internal sealed class MultipartForm : IFormParser
{
    private const int MaxBoundary = 70;

    private static readonly SearchValues<char> s_bchars =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=? ");

    private readonly FormLimits _limits;
    private readonly byte[] _delimiter;
    private readonly byte[] _window;
    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private readonly List<FormFile> _files = [];

    private Where _where = Where.Preamble;
    private int _start;
    private int _end;
    private PartHead? _part;
    private bool _hasPreamble;
    private string? _charset; // of parts without a declared charset
    private long _fileSize;
    private int _total;

    /// <summary>Creates a reader.</summary>
    /// <param name="boundary">A valid boundary.</param>
    /// <param name="limits">The limits.</param>
    public MultipartForm(string boundary, FormLimits limits)
    {
        _limits = limits;
        _delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        // A head, the empty line after it, and the bytes that decide which part that CRLF belongs to.
        _window = new byte[limits.MaxPartHead + 4 + _delimiter.Length];
        Append("\r\n"u8);
    }

    private enum Where
    {
        Preamble,
        AfterBoundary,
        PartHead,
        Content,
        AfterClosingBoundary,
        Epilogue,
    }

    private ReadOnlySpan<byte> Window => _window.AsSpan(_start, _end - _start);

    /// <summary>Whether RFC 2046 §5.1.1 allows the boundary.</summary>
    public static bool IsBoundary(string? boundary) =>
        boundary is { Length: > 0 and <= MaxBoundary } && boundary[^1] != ' ' && !boundary.AsSpan().ContainsAnyExcept(s_bchars);

    /// <inheritdoc/>
    public FormError Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var piece = Append(bytes);
            if (piece == 0)
                return _where == Where.PartHead ? FormError.PartHeadTooLong : FormError.BadDelimiter; // full, and still undecided
            bytes = bytes[piece..];

            while (true)
            {
                var (before, from) = (_where, _start);
                var error = Step();
                if (error != FormError.None)
                    return error;
                if (_where == before && _start == from)
                    break; // more bytes are needed
            }
        }

        return FormError.None;
    }

    /// <inheritdoc/>
    public FormResult End() => _where == Where.Epilogue || (_where == Where.AfterClosingBoundary && Window.IsEmpty)
        ? new FormResult(new Form(_fields, _files), FormError.None)
        : new FormResult(null, FormError.EndedEarly);

    private FormError Step()
    {
        switch (_where)
        {
            case Where.Preamble:
                return TakePreamble();
            case Where.AfterBoundary:
                return TakeRestOfBoundaryLine();
            case Where.PartHead:
                return TakePartHead();
            case Where.Content:
                var content = TakeUpToDelimiter();
                var error = Keep(content);
                return error == FormError.None && _where == Where.AfterBoundary ? EndPart() : error;
            case Where.AfterClosingBoundary:
                return TakeRestOfClosingLine();
            default:
                _start = _end; // the epilogue is ignored
                return FormError.None;
        }
    }

    // All content before the delimiter; without a delimiter, all bytes that cannot be the beginning of one.
    private ReadOnlySpan<byte> TakeUpToDelimiter()
    {
        var window = Window;
        var length = window.IndexOf(_delimiter);
        if (length >= 0)
        {
            _start += length + _delimiter.Length;
            _where = Where.AfterBoundary;
            return window[..length];
        }

        length = Math.Max(0, window.Length - (_delimiter.Length - 1));
        _start += length;
        return window[..length];
    }

    // The preamble is ignored, unless the boundary is in it: then a part would be lost.
    private FormError TakePreamble()
    {
        var window = Window;
        var dashes = window.IndexOf(_delimiter.AsSpan(2));
        if (dashes >= 0 && (dashes < 2 || !window[(dashes - 2)..].StartsWith(_delimiter)))
            return FormError.BadDelimiter;
        _hasPreamble |= TakeUpToDelimiter().Length > 0;
        return FormError.None;
    }

    // A longer word that begins with the boundary is rejected: in RFC 2046 §5.1.1 it is a boundary, for other parsers it is content.
    private FormError TakeRestOfBoundaryLine()
    {
        var window = Window;
        if (window.StartsWith("--"u8))
        {
            if (_hasPreamble && _part is null)
                return FormError.BadDelimiter; // only content that begins with the closing delimiter is a form without parts
            _start += 2;
            _where = Where.AfterClosingBoundary;
            return FormError.None;
        }

        var padding = window.IndexOfAnyExcept(" \t"u8);
        if (padding < 0)
            return FormError.None;

        var lineEnd = window[padding..];
        if (lineEnd.StartsWith("\r\n"u8))
        {
            _start += padding + 2;
            _where = Where.PartHead;
            return FormError.None;
        }

        var undecided = lineEnd.SequenceEqual("\r"u8) || (padding == 0 && lineEnd.SequenceEqual("-"u8));
        return undecided ? FormError.None : FormError.BadDelimiter;
    }

    private FormError TakeRestOfClosingLine()
    {
        var padding = Window.IndexOfAnyExcept(" \t"u8);
        _start += padding < 0 ? Window.Length : padding;
        if (Window.StartsWith("\r\n"u8))
            _where = Where.Epilogue;
        return Window.IsEmpty || Window.SequenceEqual("\r"u8) || _where == Where.Epilogue ? FormError.None : FormError.BadDelimiter;
    }

    private FormError TakePartHead()
    {
        var window = Window;
        if (window.StartsWith("\r\n"u8))
            return FormError.BadDisposition; // no field lines
        var length = window.IndexOf("\r\n\r\n"u8);
        if (length < 0 || window.Length < length + 2 + _delimiter.Length)
            return FormError.None;
        if (length > _limits.MaxPartHead)
            return FormError.PartHeadTooLong;

        var error = PartHead.TryParse(window[..length], out _part);
        if (error != FormError.None)
            return error;

        // A part may have no content and no empty line: then the second CRLF belongs to the delimiter.
        _start += window[(length + 2)..].StartsWith(_delimiter) ? length + 2 : length + 4;
        _where = Where.Content;
        return CountPart(_part!);
    }

    private FormError CountPart(PartHead part)
    {
        if (_fields.Count + _files.Count == _limits.MaxFields)
            return FormError.TooManyFields;

        var nameLength = Encoding.UTF8.GetByteCount(part.Disposition.Name);
        if (nameLength > _limits.MaxName)
            return FormError.NameTooLong;
        _total += nameLength + Encoding.UTF8.GetByteCount(part.Disposition.FileName ?? "") + (part.ContentType?.Length ?? 0);
        return _total > _limits.MaxTotal ? FormError.TooLarge : FormError.None;
    }

    private FormError Keep(ReadOnlySpan<byte> content)
    {
        if (_part!.Disposition.FileName is not null)
        {
            _fileSize += content.Length;
            return FormError.None;
        }

        if (content.Length > _limits.MaxTotal - _total)
            return FormError.TooLarge;
        _total += content.Length;
        _value.Write(content);
        return FormError.None;
    }

    private FormError EndPart()
    {
        var (name, fileName) = _part!.Disposition;
        if (fileName is not null)
        {
            _files.Add(new FormFile(name, fileName, _part.ContentType ?? "", _fileSize));
        }
        else
        {
            var error = FormCharset.Decode(_part.Charset ?? _charset, _value.WrittenSpan, out var value);
            if (error != FormError.None)
                return error;
            _fields.Add(new(name, value));
            if (name == "_charset_")
                _charset = value;
        }

        _value.ResetWrittenCount();
        _fileSize = 0;
        return FormError.None;
    }

    private int Append(ReadOnlySpan<byte> bytes)
    {
        Window.CopyTo(_window);
        (_start, _end) = (0, _end - _start);
        var piece = Math.Min(bytes.Length, _window.Length - _end);
        bytes[..piece].CopyTo(_window.AsSpan(_end));
        _end += piece;
        return piece;
    }
}
