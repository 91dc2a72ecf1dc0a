using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>What a curl command asks for: the common options. One that is not known is refused by name, since it might change the bytes.</summary>
internal sealed class CurlCommand
{
    // The short options that take a value, with it or before it: -XPOST, -X POST.
    private const string WithValue = "XHAeubdFowm";

    public string? Url { get; private set; }

    public string? Method { get; private set; }

    public List<string> Fields { get; } = [];

    public string? UserAgent { get; private set; }

    public string? Referer { get; private set; }

    public string? User { get; private set; }

    public string? Cookies { get; private set; }

    public byte[]? Data { get; private set; }

    public List<CurlPart> Parts { get; } = [];

    public bool IsGet { get; private set; }

    public bool IsHead { get; private set; }

    public bool IsHttp10 { get; private set; }

    public bool IsCompressed { get; private set; }

    public bool IsJson { get; private set; }

    public bool PathAsIs { get; private set; }

    /// <summary>What of the command is left out.</summary>
    public List<Bilingual> Warnings { get; } = [];

    /// <exception cref="CurlException">It is no curl command, or it holds what is not known here.</exception>
    public static CurlCommand Parse(string line)
    {
        var words = ShellWords.Split(line);
        if (words is not [{ Text: "curl" or "curl.exe" }, ..])
            throw new CurlException(Texts.NotCurl);
        var command = new CurlCommand();
        for (var at = 1; at < words.Count;)
            at = command.Read(words, at);
        return command.Url is null ? throw new CurlException(Texts.NoUrl("")) : command;
    }

    private int Read(IReadOnlyList<ShellWord> words, int at)
    {
        var word = words[at].Text;
        if (word is not ['-', not '\0', ..])
            return Address(word, at);
        if (word.StartsWith("--", StringComparison.Ordinal))
            return Option(word, null, words, at);

        // -sSv is three options; -XPOST is one with its value.
        for (var i = 1; i < word.Length; i++)
        {
            var takesValue = WithValue.Contains(word[i], StringComparison.Ordinal);
            if (takesValue && i + 1 < word.Length)
            {
                var skipped = Encoding.UTF8.GetByteCount(word.AsSpan(0, i + 1));
                return Option($"-{word[i]}", new ShellWord(words[at].Bytes[skipped..]), words, at);
            }

            if (takesValue)
                return Option($"-{word[i]}", null, words, at);
            _ = Option($"-{word[i]}", null, words, at);
        }

        return at + 1;
    }

    private int Address(string url, int at)
    {
        Url = Url is null ? url : throw new CurlException(Texts.OneUrl);
        return at + 1;
    }

    private int Option(string name, ShellWord? value, IReadOnlyList<ShellWord> words, int at)
    {
        ShellWord Value() => value ?? (++at < words.Count ? words[at] : throw new CurlException(Texts.CurlValue(name)));

        switch (name)
        {
            case "-X" or "--request": Method = Value().Text; break;
            case "-H" or "--header": Fields.Add(NotFile(Value()).Text); break;
            case "-A" or "--user-agent": UserAgent = Value().Text; break;
            case "-e" or "--referer": Referer = Value().Text; break;
            case "-u" or "--user": User = Value().Text; break;
            case "-b" or "--cookie": AddCookie(Value()); break;
            case "-d" or "--data" or "--data-ascii" or "--data-binary": AddData(NotFile(Value()).Bytes); break;
            case "--data-raw": AddData(Value().Bytes); break;
            case "--data-urlencode": AddData(Encoding.ASCII.GetBytes(UrlEncoded.Of(Value()))); break;
            case "--json": AddData(NotFile(Value()).Bytes, separator: ""); IsJson = true; break;
            case "-F" or "--form": Parts.Add(CurlPart.Parse(Value())); break;
            case "--form-string": Parts.Add(CurlPart.Parse(Value(), literally: true)); break;
            case "--url": _ = Address(Value().Text, at); break;
            case "-G" or "--get": IsGet = true; break;
            case "-I" or "--head": IsHead = true; break;
            case "-0" or "--http1.0": IsHttp10 = true; break;
            case "--compressed": IsCompressed = true; break;
            case "--path-as-is": PathAsIs = true; break;
            case "-L" or "--location": Warnings.Add(Texts.NotFollowed); break;
            case "--http2": Warnings.Add(Texts.OnlyHttp1); break;

            // What curl shows, how long it waits and whom it trusts changes no byte of the request.
            case "-v" or "--verbose" or "-s" or "--silent" or "-S" or "--show-error" or "-i" or "--include" or "-N" or "--no-buffer" or "-f" or "--fail"
                or "-#" or "--progress-bar" or "--no-progress-meter" or "-k" or "--insecure" or "--raw" or "--http1.1" or "-q" or "-g" or "--globoff"
                or "-4" or "--ipv4" or "-6" or "--ipv6" or "--no-keepalive":
                break;
            case "-o" or "--output" or "-w" or "--write-out" or "-m" or "--max-time" or "--connect-timeout" or "--cacert" or "--noproxy": _ = Value(); break;
            default: throw new CurlException(Texts.UnknownCurlOption(name));
        }

        return at + 1;
    }

    private void AddData(byte[] bytes, string separator = "&") =>
        Data = Data is null ? bytes : [.. Data, .. Encoding.ASCII.GetBytes(separator), .. bytes];

    private void AddCookie(ShellWord word) => Cookies = word.Text.Contains('=', StringComparison.Ordinal)
        ? Cookies is null ? word.Text : $"{Cookies};{word.Text}"
        : throw new CurlException(Texts.NoFiles(word.Text));

    // The page runs in the browser, and its host reads no file because someone pasted its name.
    private static ShellWord NotFile(ShellWord word) => word.Text.StartsWith('@') ? throw new CurlException(Texts.NoFiles(word.Text)) : word;
}
