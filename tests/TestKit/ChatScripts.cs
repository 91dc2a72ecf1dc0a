using System.Text;
using System.Text.RegularExpressions;

namespace TestKit;

/// <summary>
/// The protocol of docs/chat.md as conversations with a new room, for every server with a room. Each line of a script is one step of the
/// named client, which connects at its first step and reads the greeting:
/// <code>
/// Ann &gt; text      sends a line                     Ann &gt;&gt; text     sends these bytes alone: \n \r \xFF, \4096(x) repeats
/// Ann &lt; line      receives this line               Ann .           sends FIN
/// Ann |           receives FIN, and nothing before it
/// Ann !           resets                           room stops
/// </code>
/// Errors and <c>* bye</c> are compared by their code only, since the sentence depends on the language.
/// </summary>
public static partial class ChatScripts
{
    private static readonly IReadOnlyDictionary<string, string> s_all = new Dictionary<string, string>
    {
        ["Two people talk"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Bob >> 小明\r\n
            Bob < 1 Ann joined
            Bob < 2 小明 joined
            Ann >> Hel
            Bob > 你好
            Ann < 2 小明 joined
            Ann < 3 小明: 你好
            Ann >> lo\r\n\n \n\x1b[2J\n
            Ann .
            Ann < 4 Ann: Hello
            Ann < 5 Ann: ␛[2J
            Ann < 6 Ann left
            Ann |
            Bob < 3 小明: 你好
            Bob < 4 Ann: Hello
            Bob < 5 Ann: ␛[2J
            Bob < 6 Ann left
            """,
        ["Everything in one segment is taken line by line"] = """
            Ann >> \nAnn Lee\nAnn\none\ntwo\n
            Ann .
            Ann < ! name-invalid
            Ann < 1 Ann joined
            Ann < 2 Ann: one
            Ann < 3 Ann: two
            Ann < 4 Ann left
            Ann |
            """,
        ["A name is tried again, and is compared without case"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Bob > .bob
            Bob < ! name-invalid
            Bob > bob after=x
            Bob < ! name-invalid
            Bob > aNN
            Bob < ! name-taken
            Bob > Bob_2.x-y
            Bob < 1 Ann joined
            Bob < 2 Bob_2.x-y joined
            Ann .
            Ann < 2 Bob_2.x-y joined
            Ann < 3 Ann left
            Ann |
            Eve > ann
            Eve < 1 Ann joined
            Eve < 2 Bob_2.x-y joined
            Eve < 3 Ann left
            Eve < 4 ann joined
            """,
        ["A browser at this port is told to go"] = """
            Web >> GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\nAccept: */*\r\nDNT: 1\r\n\r\n
            Web < ! name-invalid
            Web < ! name-invalid
            Web < ! name-invalid
            Web < ! name-invalid
            Web < ! name-invalid
            Web < ! no-name
            Web |
            """,
        ["A reader polls by finishing at once, and says nothing"] = """
            Ann > Ann
            Ann > one
            Ann < 1 Ann joined
            Ann < 2 Ann: one
            Poll >> * after=1\n
            Poll .
            Poll < 2 Ann: one
            Poll |
            Read > * after=2
            Read > may I?
            Read < ! read-only
            Ann > two
            Ann < 3 Ann: two
            Read < 3 Ann: two
            Read .
            Read |
            """,
        ["A number that the room has not given counts as none"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Read > * after=2
            Read < 1 Ann joined
            Late > Late after=99
            Late < 1 Ann joined
            Late < 2 Late joined
            """,
        ["What a rejected poster says is no name"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Taken >> ann post\nBob\n
            Taken < ! name-taken
            Taken |
            Wrong >> Bob Lee post\nBob\n
            Wrong < ! name-invalid
            Wrong |
            Ann > alone
            Ann < 2 Ann: alone
            """,
        ["A poster is not announced and gets its own lines"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Web >> Web post\nhi\n
            Web < 2 Web: hi
            Ann > Hello
            Ann < 2 Web: hi
            Ann < 3 Ann: Hello
            Web > bye
            Web .
            Web < 4 Web: bye
            Web |
            Eve > ann post
            Eve < ! name-taken
            """,
        ["A line that is too long or not UTF-8 is dropped, and its member stays"] = """
            Ann > Ann
            Ann >> \4098(x)
            Ann < 1 Ann joined
            Ann < ! line-too-long
            Ann >> x\n\xFF\n\4097(x)\n\4096(y)\r\n
            Ann < ! not-utf-8
            Ann < ! line-too-long
            Ann < 2 Ann: \4096(y)
            Ann >> \1366(\x07)\n\1365(\x07)\n
            Ann < ! line-too-long
            Ann < 3 Ann: \1365(␇)
            """,
        ["Control and format characters are shown, joiners stay"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Ann >> \t\x7f\xC2\x9B31m\xE2\x80\xAE\xE2\x80\xA8a\xE2\x80\x8Db\n
            Ann < 2 Ann: ␉␡<U+009B>31m<U+202E><U+2028>a\xE2\x80\x8Db
            """,
        ["A last line without an end is dropped"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Ann >> half a li
            Ann .
            Ann < ! unfinished-line
            Ann < 2 Ann left
            Ann |
            """,
        ["A newcomer gets the last fifty lines"] = $"""
            Ann > Ann
            Ann < 1 Ann joined
            {string.Join('\n', Enumerable.Range(2, 60).SelectMany(i => new[] { $"Ann > {i}", $"Ann < {i} Ann: {i}" }))}
            Bob > Bob
            {string.Join('\n', Enumerable.Range(12, 50).Select(i => $"Bob < {i} Ann: {i}"))}
            Bob < 62 Bob joined
            """,
        ["A reset is a leave with a reason"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Bob > Bob
            Bob < 1 Ann joined
            Bob < 2 Bob joined
            Bob !
            Ann < 2 Bob joined
            Ann < 3 Bob left (broken)
            """,
        ["A stop gives every member what has a number, then bye and FIN"] = """
            Ann > Ann
            Ann < 1 Ann joined
            Bob > Bob
            Bob < 1 Ann joined
            Bob < 2 Bob joined
            New >
            Ann > last words
            Ann < 2 Bob joined
            Ann < 3 Ann: last words
            room stops
            Ann < * bye
            Ann |
            Bob < 3 Ann: last words
            Bob < * bye
            Bob |
            New < * bye
            New |
            """,
    };

    public static IEnumerable<string> Names => s_all.Keys;

    /// <summary>Runs a script.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="connect">Connects to an unused room.</param>
    /// <param name="stop">Stops the server.</param>
    public static async Task RunAsync(string name, Func<Task<Peer>> connect, Func<Task> stop)
    {
        var peers = new Dictionary<string, Peer>();
        var stopping = Task.CompletedTask;
        foreach (var line in s_all[name].Split('\n'))
        {
            if (line == "room stops")
            {
                stopping = stop();
                continue;
            }

            var step = Step.Match(line);
            Assert.True(step.Success, $"{line} is no step.");
            var who = step.Groups["who"].Value;
            if (!peers.TryGetValue(who, out var peer))
            {
                peers[who] = peer = await connect();
                Assert.Matches("^\\* room [0-9a-f]{8} [^\n]+\n$", await peer.ReceiveUntilAsync("\n"));
            }

            await TakeAsync(peer, step.Groups["what"].Value, step.Groups["text"].Value);
        }

        foreach (var peer in peers.Values)
            await peer.DisposeAsync();
        await stopping;
    }

    private static async Task TakeAsync(Peer peer, string what, string text)
    {
        switch (what)
        {
            case ">":
                await peer.SendAsync(text + "\n");
                break;
            case ">>":
                await peer.SendAsync(Bytes(text));
                break;
            case "<":
                var received = (await peer.ReceiveUntilAsync("\n")).TrimEnd('\n');
                var isPersonal = text[0] is '!' or '*';
                Assert.Equal(Encoding.UTF8.GetString(Bytes(text)), isPersonal ? string.Join(' ', received.Split(' ').Take(2)) : received);
                break;
            case ".":
                peer.HalfClose();
                break;
            case "|":
                Assert.Equal("", await peer.ReceiveTextToEndAsync()); // a reset fails the test
                break;
            default:
                peer.Reset();
                break;
        }
    }

    private static byte[] Bytes(string text)
    {
        using var bytes = new MemoryStream();
        foreach (Match part in Escape.Matches(text))
        {
            var times = part.Groups["times"].Success ? int.Parse(part.Groups["times"].Value, System.Globalization.CultureInfo.InvariantCulture) : 1;
            for (var i = 0; i < times; i++)
                bytes.Write(Single(part.Groups["times"].Success ? part.Groups["repeated"].Value : part.Value));
        }

        return bytes.ToArray();
    }

    private static byte[] Single(string part) => part switch
    {
        @"\n" => "\n"u8.ToArray(),
        @"\r" => "\r"u8.ToArray(),
        @"\t" => "\t"u8.ToArray(),
        ['\\', 'x', .. var hex] => Convert.FromHexString(hex),
        _ => Encoding.UTF8.GetBytes(part),
    };

    [GeneratedRegex(@"^(?<who>\w+) (?<what>>>|[><.|!])( (?<text>.*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Step { get; }

    [GeneratedRegex(@"\\(?<times>[0-9]+)\((?<repeated>\\x[0-9A-Fa-f]{2}|.)\)|\\x[0-9A-Fa-f]{2}|\\.|[^\\]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape { get; }
}
