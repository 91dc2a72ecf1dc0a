namespace Reliability;

/// <summary>
/// Asks again and again on one connection and keeps the books: of every request it knows whether it was sent completely, when, and
/// whether the answer came whole. It goes away when it is told <c>Connection: close</c>.
/// </summary>
/// <param name="peer">A new connection.</param>
internal sealed class HttpCaller(Peer peer)
{
    private static readonly string[] s_requests =
    [
        "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n" + new string('e', 1000),
        "GET /hello?name=two HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hello?name=three HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ];

    /// <summary>Requests answered whole.</summary>
    public int Answered { get; private set; }

    /// <summary>Of them, those that nobody but this client may repeat.</summary>
    public int AnsweredPosts { get; private set; }

    /// <summary>Requests that were sent completely and not answered whole.</summary>
    public int Lost { get; private set; }

    /// <summary>When those were sent.</summary>
    public long LostSince { get; private set; }

    /// <summary>It was told that the connection ends.</summary>
    public bool WasTold { get; private set; }

    /// <summary>Until the connection ends.</summary>
    public async Task RunAsync()
    {
        for (var i = 0; !WasTold; i++)
        {
            var request = s_requests[i % s_requests.Length];
            var owed = request.Split("HTTP/1.1\r\n").Length - 1;
            var sent = false;
            try
            {
                await peer.SendAsync(request);
                (sent, LostSince) = (true, TimeProvider.System.GetTimestamp());
                for (; owed > 0 && !WasTold; owed--)
                {
                    await AnswerAsync();
                    Answered++;
                    AnsweredPosts += request.StartsWith("POST ", StringComparison.Ordinal) ? 1 : 0;
                }

                // Behind the answer that says close nothing is promised: who pipelines asks for the rest again (RFC 9112 §9.3.2).
            }
            catch (Exception e) when (e is not TimeoutException)
            {
                Lost += sent ? owed : 0;
                return;
            }
        }
    }

    private async Task AnswerAsync()
    {
        var head = await peer.ReceiveUntilAsync("\r\n\r\n");
        if (!head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            throw new InvalidDataException(head);
        const string Length = "Content-Length: ";
        var line = head.Split("\r\n").First(l => l.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        await peer.ReceiveAsync(int.Parse(line[Length.Length..], System.Globalization.CultureInfo.InvariantCulture));
        WasTold = head.Contains("Connection: close", StringComparison.OrdinalIgnoreCase);
    }
}
