using System.Globalization;
using System.Text;
using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>
/// A parsed curl command. Each supported option has curl's effect; an unknown one is rejected by name. Options that change no byte of the
/// request (output, files, trust, retries) are read and ignored.
/// </summary>
internal sealed class CurlCommand
{
    // The short options with a value, attached or separate: -XPOST, -X POST.
    private const string WithValue = "XHAeubdFowmcD";

    // curl 7.88 drops a longer cookie, curl 8 sends it.
    private const int LongestCookie = 4095;

    private bool _fails;
    private bool _failsWithBody;

    public ShellWord? Url { get; private set; }

    public byte[]? Method { get; private set; }

    public List<byte[]> Fields { get; } = [];

    public byte[]? UserAgent { get; private set; }

    public byte[]? Referer { get; private set; }

    public byte[]? User { get; private set; }

    public byte[]? Cookies { get; private set; }

    public byte[]? Data { get; private set; }

    public List<CurlPart> Parts { get; } = [];

    public bool IsGet { get; private set; }

    public bool IsHead { get; private set; }

    public bool IsCompressed { get; private set; }

    public bool IsJson { get; private set; }

    public bool PathAsIs { get; private set; }

    public bool IsGlobOff { get; private set; }

    /// <summary>Whether the URL names the output file.</summary>
    public bool NamesFile { get; private set; }

    /// <summary>The last version option: <c>-0</c>, <c>--http1.1</c> or <c>--http2</c>.</summary>
    public string Version { get; private set; } = "--http1.1";

    /// <summary>Warnings about ignored parts of the command.</summary>
    public List<LocalizedText> Warnings { get; } = [];

    /// <exception cref="CurlException">The command is not a curl command or has unsupported parts.</exception>
    public static CurlCommand Parse(string line)
    {
        var words = ShellWords.Split(line);
        if (words is not [{ Text: "curl" or "curl.exe" }, ..])
            throw new CurlException(Texts.NotCurl);
        var command = new CurlCommand();
        var areOptionsOver = false;
        for (var at = 1; at < words.Count;)
        {
            if (!areOptionsOver && words[at].Text == "--")
                (areOptionsOver, at) = (true, at + 1);
            else
                at = areOptionsOver || words[at].Bytes is not [(byte)'-', ..] ? command.Address(words[at], at) : command.Read(words, at);
        }

        command.Check();
        return command;
    }

    private void Check()
    {
        if (Url is null)
            throw new CurlException(Texts.NoUrl(""));
        if (Data is not null && Parts.Count > 0)
            throw new CurlException(Texts.CurlExcludes("-d", "-F"));
        if (IsHead && (Parts.Count > 0 || (Data is not null && !IsGet)))
            throw new CurlException(Texts.CurlExcludes("-I", Data is null ? "-F" : "-d"));
        if (IsGet && Parts.Count > 0)
            throw new CurlException(Texts.CurlExcludes("-G", "-F"));
        if (_fails && _failsWithBody)
            throw new CurlException(Texts.CurlExcludes("--fail", "--fail-with-body"));
        if (Cookies?.Length > LongestCookie)
            throw new CurlException(Texts.CurlVersionsDiffer($"a -b of more than {LongestCookie} bytes"));
    }

    private int Read(IReadOnlyList<ShellWord> words, int at)
    {
        var word = Encoding.Latin1.GetString(words[at].Bytes);
        if (word.StartsWith("--", StringComparison.Ordinal) || word.Length == 1)
            return Option(words[at].Text, null, words, at);

        // -sSv is three options; -XPOST is one option with its value.
        for (var i = 1; i < word.Length; i++)
        {
            var takesValue = WithValue.Contains(word[i], StringComparison.Ordinal);
            if (takesValue && i + 1 < word.Length)
                return Option($"-{word[i]}", new ShellWord(words[at].Bytes[(i + 1)..]), words, at);
            if (takesValue)
                return Option($"-{word[i]}", null, words, at);
            _ = Option(word[i] < 0x80 ? $"-{word[i]}" : words[at].Text, null, words, at);
        }

        return at + 1;
    }

    private int Address(ShellWord url, int at)
    {
        Url = Url is null ? url : throw new CurlException(Texts.OneUrl);
        return at + 1;
    }

    private int Option(string name, ShellWord? value, IReadOnlyList<ShellWord> words, int at)
    {
        ShellWord Value() => value ?? (++at < words.Count ? words[at] : throw new CurlException(Texts.CurlValue(name)));

        switch (name)
        {
            case "-X" or "--request": Method = Value().Bytes; break;
            case "-H" or "--header": Fields.Add(NotFile(Value()).Bytes); break;
            case "-A" or "--user-agent": UserAgent = Value().Bytes; break;
            case "-e" or "--referer": Referer = ReadReferer(Value()); break;
            case "-u" or "--user": User = ReadUser(Value()); break;
            case "-b" or "--cookie": AddCookie(Value()); break;
            case "-d" or "--data" or "--data-ascii" or "--data-binary": AddData(NotFile(Value()).Bytes); break;
            case "--data-raw": AddData(Value().Bytes); break;
            case "--data-urlencode": AddData(UrlEncoded.Of(Value())); break;
            case "--json": AddData(NotFile(Value()).Bytes, separator: ""); IsJson = true; break;
            case "-F" or "--form": Parts.Add(CurlPart.Parse(Value())); break;
            case "--form-string": Parts.Add(CurlPart.Parse(Value(), literally: true)); break;
            case "--url": _ = Address(Value(), at); break;
            case "-G" or "--get": IsGet = true; break;
            case "-I" or "--head": IsHead = true; break;
            case "-0" or "--http1.0": Version = "-0"; break;
            case "--http1.1" or "--http2": Version = name; break;
            case "--compressed": IsCompressed = true; break;
            case "--path-as-is": PathAsIs = true; break;
            case "-g" or "--globoff": IsGlobOff = true; break;
            case "-O" or "--remote-name": NamesFile = true; break;
            case "-f" or "--fail": _fails = true; break;
            case "--fail-with-body": _failsWithBody = true; break;
            case "-L" or "--location": Warnings.Add(Texts.NotFollowed); break;
            case "-v" or "--verbose" or "-s" or "--silent" or "-S" or "--show-error" or "-i" or "--include" or "-N" or "--no-buffer"
                or "-#" or "--progress-bar" or "--no-progress-meter" or "-k" or "--insecure" or "--raw" or "-q" or "-R" or "--remote-time"
                or "-4" or "--ipv4" or "-6" or "--ipv6" or "--no-keepalive" or "--tcp-nodelay" or "--basic" or "--create-dirs"
                or "--retry-all-errors" or "--retry-connrefused" or "--trace-time":
                break;
            case "-o" or "--output" or "--cacert" or "--noproxy" or "-c" or "--cookie-jar" or "-D" or "--dump-header" or "--stderr"
                or "--trace" or "--trace-ascii":
                _ = Value();
                break;
            case "-w" or "--write-out": _ = NotFile(Value()); break;
            case "-m" or "--max-time" or "--connect-timeout": Number(name, Value(), NumberStyles.AllowDecimalPoint); break;
            case "--retry" or "--retry-delay" or "--retry-max-time" or "--max-redirs": Number(name, Value(), NumberStyles.None); break;
            default: throw new CurlException(Texts.UnknownCurlOption(name));
        }

        return at + 1;
    }

    private static void Number(string name, ShellWord value, NumberStyles style)
    {
        if (!char.IsAsciiDigit(value.Text.FirstOrDefault()) || value.Text.Length > 6 || !decimal.TryParse(value.Text, style, CultureInfo.InvariantCulture, out _))
            throw new CurlException(Texts.CurlNumber(name, value.Text));
    }

    // curl 7.88 reads -d '' -d a as "&a", curl 8 as "a".
    private void AddData(byte[] bytes, string separator = "&") => Data = Data switch
    {
        null => bytes,
        [] when separator.Length > 0 => throw new CurlException(Texts.CurlVersionsDiffer("an empty -d before another")),
        _ => [.. Data, .. Encoding.ASCII.GetBytes(separator), .. bytes],
    };

    private void AddCookie(ShellWord word)
    {
        if (word.Bytes is [(byte)'@', ..] || (word.Bytes.Length > 0 && !word.Bytes.Contains((byte)'=')))
            throw new CurlException(Texts.NoFiles(word.Text));
        if (word.Bytes.Length > 0) // -b '' only enables curl's cookies
            Cookies = Cookies is null ? word.Bytes : [.. Cookies, (byte)';', .. word.Bytes];
    }

    private static byte[] ReadReferer(ShellWord word) =>
        word.Text.Contains(";auto", StringComparison.OrdinalIgnoreCase) ? throw new CurlException(Texts.UnknownCurlOption("-e ';auto'")) : word.Bytes;

    private static byte[] ReadUser(ShellWord word) =>
        word.Bytes.Contains((byte)':') ? word.Bytes : throw new CurlException(Texts.AsksForPassword(word.Text));

    // The server of the page must not read a local file because a pasted command names it.
    private static ShellWord NotFile(ShellWord word) => word.Bytes is [(byte)'@', ..] ? throw new CurlException(Texts.NoFiles(word.Text)) : word;
}
